using System.Buffers;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Sources.Files.Lines;

/// <summary>The beginning of a record whose end has not come yet. One for each stream of a joiner.</summary>
/// <param name="memory">Counts the text's bytes.</param>
internal sealed class HeldPart(HeldShare memory)
{
    private const int LongestTimestamp = 40;
    private byte[] timestamp = [];
    private byte[] text = [];
    private List<(ulong FileId, long Bytes)>? later;
    private int timestampLength;

    /// <summary>Whether anything is held.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>The file in which it begins.</summary>
    public ulong FileId { get; private set; }

    /// <summary>Offset in that file of its first byte.</summary>
    public long Start { get; private set; }

    /// <summary>Offset in that file just behind the last byte that it owns there.</summary>
    public long End { get; set; }

    /// <summary>Bytes of its lines in that file.</summary>
    public long OwnedBytes { get; private set; }

    /// <summary>Bytes of its lines in later files; null if there are none.</summary>
    public IReadOnlyList<(ulong FileId, long Bytes)>? Later => later;

    /// <summary>Number of the chunk in which it began, among those that its joiner read.</summary>
    public long Order { get; private set; }

    /// <summary>When it began to be held.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>Flags of its first line, without <see cref="LineFlags.Partial"/>.</summary>
    public LineFlags Flags { get; private set; }

    /// <summary>Lines in it so far.</summary>
    public int Lines { get; set; }

    /// <summary>Whether its first line was itself joined from parts.</summary>
    public bool BeganJoined { get; private set; }

    /// <summary>Whether there was more text than the limit allows.</summary>
    public bool IsOverlong { get; set; }

    /// <summary>Length of the text.</summary>
    public int Length { get; private set; }

    /// <summary>The text.</summary>
    public ReadOnlySpan<byte> Text => text.AsSpan(0, Length);

    /// <summary>The runtime's timestamp of the first line; empty if there is none.</summary>
    public ReadOnlySpan<byte> Timestamp => timestamp.AsSpan(0, timestampLength);

    /// <summary>Begins to hold; text that is there already stays, as the beginning.</summary>
    public void Begin(ulong fileId, long start, (DateTimeOffset Time, long Order) since, LineFlags flags, ReadOnlySpan<byte> time)
    {
        IsHeld = true;
        IsOverlong = false;
        BeganJoined = false;
        FileId = fileId;
        Start = End = start;
        (Since, Order) = since;
        Flags = flags & ~LineFlags.Partial;
        Lines = 0;
        OwnedBytes = 0;
        later = null;
        timestampLength = Math.Min(time.Length, LongestTimestamp);
        Note(time[..timestampLength]);
    }

    /// <summary>Begins to hold what another part holds, which keeps it.</summary>
    public void Begin(HeldPart other)
    {
        Begin(other.FileId, other.Start, (other.Since, other.Order), other.Flags, other.Timestamp);
        Append(other.Text);
        (End, IsOverlong) = (other.End, other.IsOverlong);
        Own(other);
        Lines = 1;
        BeganJoined = other.Lines > 1;
    }

    /// <summary>Notes that bytes of a file belong to it.</summary>
    public void Own(ulong fileId, long bytes)
    {
        if (fileId == FileId)
        {
            OwnedBytes += bytes;
            return;
        }

        later ??= [];
        if (later.Count > 0 && later[^1].FileId == fileId)
        {
            later[^1] = (fileId, later[^1].Bytes + bytes);
        }
        else
        {
            later.Add((fileId, bytes));
        }
    }

    /// <summary>Notes that everything that another part owns belongs to it.</summary>
    public void Own(HeldPart other)
    {
        Own(other.FileId, other.OwnedBytes);
        foreach (var (fileId, bytes) in other.later ?? [])
        {
            Own(fileId, bytes);
        }
    }

    /// <summary>Bytes that it owns in a file.</summary>
    public long OwnedIn(ulong fileId)
    {
        var owned = 0L;
        if (IsHeld)
        {
            owned = fileId == FileId ? OwnedBytes : 0;
            foreach (var (id, bytes) in later ?? [])
            {
                owned += id == fileId ? bytes : 0;
            }
        }

        return owned;
    }

    /// <summary>Whether two parts hold the same lines, or neither holds any.</summary>
    public static bool AreSame(HeldPart? part, HeldPart? other) => part is { IsHeld: true }
        ? other is { IsHeld: true } && part.FileId == other.FileId && part.Start == other.Start && part.Lines == other.Lines && part.Length == other.Length
        : other is not { IsHeld: true };

    /// <summary>The older of two parts; null if neither holds anything.</summary>
    /// <param name="oldest">A part that holds something, or null.</param>
    /// <param name="part">A part, or null.</param>
    public static HeldPart? Older(HeldPart? oldest, HeldPart? part) =>
        part is { IsHeld: true } && (oldest is null || part.IsBefore(oldest)) ? part : oldest;

    /// <summary>Adds text.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        if (text.Length < Length + bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + bytes.Length, text.Length * 2));
            Text.CopyTo(larger);
            Free();
            text = larger;
        }

        bytes.CopyTo(text.AsSpan(Length));
        Length += bytes.Length;
        memory.Add(bytes.Length);
    }

    /// <summary>Forgets the beginning of the text.</summary>
    public void RemoveFirst(int bytes)
    {
        text.AsSpan(bytes, Length - bytes).CopyTo(text);
        Length -= bytes;
        memory.Add(-bytes);
    }

    /// <summary>Holds nothing any more.</summary>
    public void Clear()
    {
        IsHeld = false;
        memory.Add(-Length);
        Length = 0;
        Free();
    }

    /// <summary>Parts of one file compare by offset: they may have been read in one chunk. Clocks tell nothing: they stand still, and are set back.</summary>
    private bool IsBefore(HeldPart other) => FileId == other.FileId ? Start < other.Start : Order < other.Order;

    private void Free()
    {
        if (text.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(text);
            text = [];
        }
    }

    private void Note(ReadOnlySpan<byte> time)
    {
        if (!time.IsEmpty && timestamp.Length == 0)
        {
            timestamp = new byte[LongestTimestamp];
        }

        time.CopyTo(timestamp);
    }
}
