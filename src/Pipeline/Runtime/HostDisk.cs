using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Buffering.Disk;
using LogOperator.Pipeline.Native;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Retention;
using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Runtime;

/// <summary>What a host keeps in its state directory: checkpoints, and the disk buffer.</summary>
internal sealed class HostDisk : IDisposable
{
    private const string BufferDirectory = "buffer";
    private const int SmallestSegment = 64 * 1024;
    private const int LargestSegment = 4 * 1024 * 1024;

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
            var quota = options.RetentionQuota ?? RetentionQuota.Default(directory);
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

    /// <summary>What is lost, in bytes by reason, with what is damaged in the disk buffer; null if nothing is.</summary>
    public IReadOnlyDictionary<string, long>? WithDamage(IReadOnlyDictionary<string, long>? lost) =>
        Buffer?.Counters.CorruptBytes is > 0 and var damaged ? new SortedDictionary<string, long>((lost ?? new Dictionary<string, long>()).ToDictionary(), StringComparer.Ordinal) { ["corrupt"] = damaged } : lost;

    /// <summary>The lowest offset of a file that a branch of a pipeline would miss after a restart, were the file gone; <see cref="long.MaxValue"/> if none would.</summary>
    public static long NeededFrom(IEnumerable<RunningPipeline> pipelines, ILogStream stream, ILogFile file)
    {
        var lowest = long.MaxValue;
        foreach (var pipeline in pipelines.Where(p => p.Follows(stream)))
        {
            lowest = Math.Min(lowest, pipeline.NeededFrom(stream, file));
        }

        return lowest;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Buffer?.Dispose();
        Checkpoints.Dispose();
    }
}
