using LogOperator.Pipeline.Buffering.Disk;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Runtime;

/// <summary>Makes the report of what went wrong with files.</summary>
internal static class FaultReports
{
    /// <summary>Adds up what the followers counted, beside what the disk buffer did.</summary>
    /// <param name="files">Counters of each follower.</param>
    /// <param name="buffer">Counters of the disk buffer; null if there is none.</param>
    public static FaultReport Of(IReadOnlyCollection<FileCounters> files, BufferCounters? buffer) => new()
    {
        OpenFailures = files.Sum(f => f.OpenFailures),
        ReadFailures = files.Sum(f => f.ReadFailures),
        Truncations = files.Sum(f => f.Truncations),
        HoleBytes = files.Sum(f => f.HoleBytes),
        BrokenArchives = files.Sum(f => f.BrokenArchives),
        ReleasedUnread = files.Sum(f => f.ReleasedUnread),
        Overflows = files.Sum(f => f.Overflows),
        BufferCorruptEntries = buffer?.CorruptEntries,
        BufferSyncFailures = buffer?.SyncFailures,
        BufferFailures = buffer?.Failures,
    };
}
