using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Sources.Files.Lines;

/// <content>What a joiner that takes another's place has to know of it.</content>
internal sealed partial class RecordJoiner
{
    /// <summary>Where each stream of a file goes on for a joiner that takes this one's place.</summary>
    /// <param name="fileId">The file.</param>
    /// <param name="present">The file that is being read.</param>
    /// <param name="readTo">Where each stream goes on in the file if nothing of it is held.</param>
    public StreamPlaces PlacesIn(ulong fileId, ulong present, StreamPlaces readTo) => new(
        PlaceOf(LineFlags.None, fileId, present, readTo), PlaceOf(LineFlags.Stdout, fileId, present, readTo), PlaceOf(LineFlags.Stderr, fileId, present, readTo));

    /// <summary>Whether lines are held that have a stream: there may be others between them that are not.</summary>
    public bool HoldsStreams => OldestOf(LineFlags.Stdout) is not null || OldestOf(LineFlags.Stderr) is not null;

    /// <summary>Since where each stream is held, in the order of <see cref="StreamPlaces"/>; 0 as the file of one that is not.</summary>
    public (ulong FileId, long Start)[] HeldSinceOf() => [SinceOf(LineFlags.None), SinceOf(LineFlags.Stdout), SinceOf(LineFlags.Stderr)];

    private (ulong FileId, long Start) SinceOf(LineFlags stream) => OldestOf(stream) is { } part ? (part.FileId, part.Start) : default;

    private HeldPart? OldestOf(LineFlags stream) => HeldPart.Older(HeldPart.Older(null, Held((int)stream)), grouper?.Held((int)stream));

    private long PlaceOf(LineFlags stream, ulong fileId, ulong present, StreamPlaces readTo)
    {
        // What began in the file before the present one goes on at its beginning; nothing that is held there began behind what is asked for.
        var part = OldestOf(stream);
        return part is null ? readTo.Of(stream) : part.FileId == fileId ? part.Start : fileId == present ? 0 : long.MaxValue;
    }

    /// <summary>Joins lines that were read before, those apart that belong to records emitted then.</summary>
    private void JoinFrom(StreamPlaces places, ReadOnlySpan<Line> lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            ref readonly var line = ref lines[i];
            if (isPassing || (brokenOff == NotBroken && chunk!.FileOffset + line.Start < places.Of(line.Flags)))
            {
                // The rest of a line that was read in pieces has no prefix of its own.
                isPassing = (line.Flags & LineFlags.Partial) != 0 && !LineFramer.IsEnded(line);
                continue;
            }

            JoinLines(lines.Slice(i, 1));
        }
    }
}
