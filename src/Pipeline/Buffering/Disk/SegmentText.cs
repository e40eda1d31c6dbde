using System.Text;

namespace LogOperator.Pipeline.Buffering.Disk;

/// <summary>The names that entries hold.</summary>
internal static class SegmentText
{
    /// <summary>Whose entry it is.</summary>
    public static string OwnerOf(ReadOnlySpan<byte> segment, in ScannedEntry entry) =>
        Encoding.UTF8.GetString(segment.Slice(entry.Content + SegmentFormat.FixedLength, entry.Head.OwnerLength));

    /// <summary>The key, and of a position the reader.</summary>
    public static (string Key, string Reader) Of(ReadOnlySpan<byte> segment, in ScannedEntry entry)
    {
        var key = Encoding.UTF8.GetString(segment.Slice(entry.Content + SegmentFormat.FixedLength + entry.Head.OwnerLength, entry.Head.KeyLength));
        var reader = entry.Head.Kind == EntryKind.Position
            ? Encoding.UTF8.GetString(segment.Slice(entry.Content + entry.Head.PayloadStart, entry.Head.PayloadLength))
            : "";
        return (key, reader);
    }
}
