using System.Collections.Concurrent;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Runtime.Reports;

namespace LogOperator.Pipeline.Runtime.Routing;

/// <summary>What a pipeline has read and taken out. Outlives swaps.</summary>
internal sealed class PipelineCounters
{
    private readonly ConcurrentDictionary<string, long> dropped = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> failed = new(StringComparer.Ordinal);
    private long bytes;
    private long lines;
    private long records;
    private long joined;
    private long stderr;
    private long filtered;

    /// <summary>Counts bytes and lines of a chunk.</summary>
    public void Read(long readBytes, int readLines)
    {
        Interlocked.Add(ref bytes, readBytes);
        Interlocked.Add(ref lines, readLines);
    }

    /// <summary>Counts the records of a batch as they came from joining.</summary>
    public void Made(int count, int ofStderr)
    {
        Interlocked.Add(ref records, count);
        Interlocked.Add(ref stderr, ofStderr);
    }

    /// <summary>Counts records that were made of several lines.</summary>
    public void Joined(long count) => Interlocked.Add(ref joined, count);

    /// <summary>Counts records that ended before a branch.</summary>
    public void Ended(Fate fate, int count)
    {
        if (fate is Fate.Filtered or Fate.Unrouted)
        {
            Interlocked.Add(ref filtered, count);
        }
        else
        {
            dropped.AddOrUpdate(fate == Fate.TooLong ? "tooLong" : "stageFailed", count, (_, before) => before + count);
        }
    }

    /// <summary>Counts records that a stage could not process.</summary>
    public void StageFailed(string stage, long count) => failed.AddOrUpdate(stage, static (_, more) => more, static (_, before, more) => before + more, count);

    /// <summary>Records that each of some stages could not process.</summary>
    public IReadOnlyDictionary<string, long> FailedIn(IEnumerable<string> stages) =>
        stages.ToDictionary(s => s, s => failed.GetValueOrDefault(s), StringComparer.Ordinal);

    /// <summary>The figures of what was read.</summary>
    public ReadReport Report() => new()
    {
        Bytes = Volatile.Read(ref bytes),
        Lines = Volatile.Read(ref lines),
        Records = Volatile.Read(ref records),
        Joined = Volatile.Read(ref joined),
        Stderr = Volatile.Read(ref stderr),
    };

    /// <summary>Records taken out on purpose.</summary>
    public long Filtered => Volatile.Read(ref filtered);

    /// <summary>Records dropped before a branch, by reason.</summary>
    public IReadOnlyDictionary<string, long> Dropped => new SortedDictionary<string, long>(dropped, StringComparer.Ordinal);
}
