using LogOperator.Pipeline.Runtime.Acknowledgement;

namespace LogOperator.Pipeline.Runtime.Reading;

/// <content>The file that a cursor has left and may come back to, and meeting a cursor that has come as far.</content>
internal sealed partial class StreamCursor
{
    private FilePlace? left;
    private FilePlace? interrupted;

    /// <summary>The file before this one, if it was written to after it seemed finished.</summary>
    private FilePlace? GrownBehind => left is { } old && old.File.Size > old.Size && lane.Stream.Files.Contains(old.File) ? old : null;

    /// <summary>Whether a later file was read in part already, before the ones in between.</summary>
    private bool HasReadAhead => interrupted is not null || (laterFileId != 0 && laterFileId != file?.Id && IsBeforeLater(file!));

    /// <summary>Takes over another cursor's branches if it belongs to the same pipeline and stands at the same place.</summary>
    public bool TryJoin(StreamCursor other)
    {
        if (other.Pipeline != Pipeline || file is null || other.file != file || other.offset != offset
            || skip > offset || other.skip > offset || HasReadAhead || other.HasReadAhead || !HasLeftTheSame(other)
            || !joiner.HoldsTheSame(other.joiner))
        {
            return false;
        }

        branches |= other.branches;
        counts |= other.counts;
        left ??= other.left;
        return true;
    }

    /// <summary>Whether the file before was read as far by both. One of them may have read what was written to it late, while the other has still to go back.</summary>
    private bool HasLeftTheSame(StreamCursor other) =>
        left is null || other.left is null || (left.File == other.left.File && left.Offset == other.left.Offset) || (GrownBehind ?? other.GrownBehind) is null;

    /// <summary>The file before the present one where a cursor begins with this: it was read to its end before a restart.</summary>
    private FilePlace? DoneBefore()
    {
        var files = lane.Stream.Files;
        for (var i = 1; i < files.Count; i++)
        {
            if (files[i] == file)
            {
                var (before, known) = (files[i - 1], Pipeline.PlaceOf(branches, files[i - 1]));
                return known.Offset > 0 && known.Place == (before.Size, before.Size) ? new(before, known.Offset, known.Offset) : null;
            }
        }

        return null;
    }

    /// <summary>A writer that had not noticed the rotation has written to the old file after it seemed finished.</summary>
    private void GoBack(FilePlace old)
    {
        returning = null;
        interrupted = new(file!, offset, file!.Size);
        left = null;
        (file, offset, skip, places) = (old.File, old.Offset, old.Offset, null);
        OpenLedgers();
    }
}
