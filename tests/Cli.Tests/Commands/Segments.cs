using LogOperator.Pipeline.Buffering.Disk;

namespace LogOperator.Cli.Tests.Commands;

/// <summary>Segments as an agent writes them.</summary>
internal static class Segments
{
    /// <summary>Writes a segment of some entries.</summary>
    /// <returns>Its path.</returns>
    public static string Write(string directory, string owner, int entries)
    {
        var name = new SegmentName(1, 4711);
        var bytes = new byte[SegmentFormat.HeaderLength];
        SegmentFormat.WriteHeader(bytes, name);
        for (var i = 0; i <= entries; i++)
        {
            var content = i < entries
                ? SegmentFormat.Content(EntryKind.Data, owner, "plain/var/log/app.log/1", 17, i * 100, new byte[100])
                : SegmentFormat.Content(EntryKind.End, owner, "", 0, 0, []);
            var frame = new byte[SegmentFormat.FrameLength];
            SegmentFormat.WriteFrame(frame, content, name.Salt, bytes.Length, (uint)i);
            bytes = [.. bytes, .. frame, .. content];
        }

        var path = Path.Combine(directory, name.ToString());
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Flips a bit in the second entry.</summary>
    public static void Flip(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[300] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
