using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Buffering.Disk;
using LogOperator.Pipeline.Native;
using LogOperator.Pipeline.Sources.Files;
using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Runtime;

/// <summary>What a host keeps in its state directory: checkpoints, and the disk buffer.</summary>
internal sealed class HostDisk : IDisposable
{
    private const string BufferDirectory = "buffer";
    private const int SmallestSegment = 64 * 1024;
    private const int LargestSegment = 4 * 1024 * 1024;
    private const long LargestQuota = 2L * 1024 * 1024 * 1024;

    /// <summary>Takes the directory into use.</summary>
    /// <exception cref="IOException">It cannot be used, or another process uses it.</exception>
    public HostDisk(HostOptions options, TimeProvider time, ILogger logger)
    {
        Checkpoints = new CheckpointStore(options.StateDirectory, time, logger);
        if (options.StateDirectory is not { } directory)
        {
            return;
        }

        try
        {
            var quota = options.RetentionQuota ?? Math.Min(LargestQuota, new DriveInfo(directory).TotalSize / 20);
            var placed = new DiskBufferOptions
            {
                Directory = Path.Combine(directory, BufferDirectory),
                OwnerQuotaBytes = quota,
                QuotaBytes = quota,

                // A segment goes as a whole: small ones where there is little room.
                SegmentBytes = (int)Math.Clamp(quota / 64, SmallestSegment, LargestSegment),
            };
            Buffer = DiskBuffer.Open(placed, DurableFiles.Instance, logger);
        }
        catch (IOException e)
        {
            // Pipelines run without it: what would be copied into it is kept by descriptors.
            BufferLog.Failing(logger, directory, e.Message);
        }
    }

    /// <summary>Acknowledged offsets.</summary>
    public CheckpointStore Checkpoints { get; }

    /// <summary>The disk buffer; null where nothing is kept beyond the run, or the directory cannot be used.</summary>
    public DiskBuffer? Buffer { get; }

    /// <summary>What is lost, in bytes by reason; null if nothing is.</summary>
    public IReadOnlyDictionary<string, long>? LostBytes(FileCounters counters)
    {
        var lost = new SortedDictionary<string, long>(StringComparer.Ordinal);
        if (counters.LostBytes > 0)
        {
            lost["retention"] = counters.LostBytes;
        }

        if (Buffer?.Counters.CorruptBytes > 0)
        {
            lost["corrupt"] = Buffer.Counters.CorruptBytes;
        }

        return lost.Count > 0 ? lost : null;
    }

    /// <summary>The lowest offset of a file that a branch of a pipeline has still to acknowledge.</summary>
    public static long NeededFrom(IEnumerable<RunningPipeline> pipelines, ILogStream stream, ILogFile file)
    {
        var lowest = long.MaxValue;
        foreach (var pipeline in pipelines.Where(p => p.Streams.Contains(stream)))
        {
            foreach (var branch in pipeline.Branches)
            {
                var (fileId, to) = branch.AcknowledgedOf(stream.Key);
                var isLater = fileId != file.Id && IsBehind(stream.Files, file, fileId);
                lowest = Math.Min(lowest, fileId == file.Id ? to : isLater ? long.MaxValue : 0);
            }
        }

        return lowest;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Buffer?.Dispose();
        Checkpoints.Dispose();
    }

    private static bool IsBehind(IReadOnlyList<ILogFile> files, ILogFile file, ulong other)
    {
        var seen = false;
        foreach (var candidate in files)
        {
            if (seen && candidate.Id == other)
            {
                return true;
            }

            seen |= candidate == file;
        }

        return false;
    }
}
