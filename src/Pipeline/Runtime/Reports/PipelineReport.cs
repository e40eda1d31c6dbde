using LogOperator.Pipeline.Patterns;

namespace LogOperator.Pipeline.Runtime.Reports;

/// <summary>What one pipeline is doing on this node. Counters count from the start of the process.</summary>
public sealed record PipelineReport
{
    private const long LastLine = 16 << 10;

    /// <summary>Namespace of the LogPipeline; empty for a ClusterLogPipeline.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name of the object.</summary>
    public required string Name { get; init; }

    /// <summary>Generation that runs; 0 if none does.</summary>
    public required long RunningGeneration { get; init; }

    /// <summary>Fingerprint of the form that runs, as the operator gave it; null if it gave none.</summary>
    public string? RunningHash { get; init; }

    /// <summary>Generation that was refused in favour of the running one; null if none.</summary>
    public long? RefusedGeneration { get; init; }

    /// <summary>Why it was refused.</summary>
    public string? RefusedBecause { get; init; }

    /// <summary>Engines of its regular expressions, by where they stand in sources and stages; null if there are none.</summary>
    public IReadOnlyList<PatternUse>? Patterns { get; init; }

    /// <summary>Streams (runs of containers, or files) that are followed.</summary>
    public required int Streams { get; init; }

    /// <summary>Pods whose containers are followed.</summary>
    public required int Pods { get; init; }

    /// <summary>Bytes of files read in a second, in the mean of the last minute; null where that is not known.</summary>
    public long? BytesPerSecond { get; init; }

    /// <summary>What was read.</summary>
    public required ReadReport Read { get; init; }

    /// <summary>Records taken out on purpose by stages, or taken by no route.</summary>
    public required long FilteredRecords { get; init; }

    /// <summary>Records that a stage could not process, by the stage, whether they went on or were dropped; null if there are no stages.</summary>
    public IReadOnlyDictionary<string, long>? FailedInStages { get; init; }

    /// <summary>Records dropped before a branch, by reason.</summary>
    public required IReadOnlyDictionary<string, long> Dropped { get; init; }

    /// <summary>Its branches, in the order of the routes.</summary>
    public required IReadOnlyList<BranchReport> Branches { get; init; }

    /// <summary>
    /// How far a branch is behind, in seconds. The last line of a file that has no newline yet is unread for as long as it likes: a few bytes for each stream
    /// are behind nothing.
    /// </summary>
    public double LagOf(BranchReport branch)
    {
        ArgumentNullException.ThrowIfNull(branch);
        return branch.LagBytes > LastLine * Math.Max(1, Streams) ? branch.LagSeconds ?? 0 : 0;
    }
}
