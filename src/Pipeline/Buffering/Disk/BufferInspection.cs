using LogOperator.Pipeline.Native;

namespace LogOperator.Pipeline.Buffering.Disk;

/// <summary>Looks at a disk buffer from outside: says what is damaged, and puts it aside.</summary>
public static class BufferInspection
{
    /// <summary>Whether a directory looks like one of a disk buffer.</summary>
    public static bool IsBuffer(string directory) =>
        File.Exists(Path.Combine(directory, DiskBuffer.LockName)) || SegmentsOf(directory).Count > 0;

    /// <summary>Reads all segments and changes nothing. One that a process writes at this moment may seem to have a torn end.</summary>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    public static BufferReport Check(string directory) =>
        new() { Directory = directory, Segments = [.. SegmentsOf(directory).Select(n => SegmentCopy.Inspect(directory, n))] };

    /// <summary>
    /// Copies the sound entries of each damaged segment into a new one, and renames the damaged one so that it is not read any more.
    /// </summary>
    /// <returns>What the segments were like before.</returns>
    /// <exception cref="IOException">A process uses the buffer, or the disk refuses; every segment is then as it was, or repaired.</exception>
    public static BufferReport Repair(string directory)
    {
        using var ownership = DiskBuffer.LockOf(directory, DurableFiles.Instance);
        var report = Check(directory);
        foreach (var segment in report.Segments.Where(s => s.DamagedBytes > 0))
        {
            SegmentCopy.Repair(directory, SegmentName.Parse(segment.File)!.Value);
        }

        return report;
    }

    private static IReadOnlyList<SegmentName> SegmentsOf(string directory) =>
        [.. DurableFiles.Instance.List(directory).Select(SegmentName.Parse).OfType<SegmentName>()];
}
