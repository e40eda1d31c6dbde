namespace LogOperator.Pipeline.Runtime.Reports;

/// <summary>What a host is doing: the figures behind <c>/v1/status</c>, <c>/metrics</c> and the summary of a run.</summary>
public sealed record HostReport
{
    /// <summary>Files that a report lists where nobody asks for more.</summary>
    public const int UsualFiles = 20;

    /// <summary>One entry for each pipeline that runs, is refused or is drained, ordered by key.</summary>
    public required IReadOnlyList<PipelineReport> Pipelines { get; init; }

    /// <summary>What the branches counted since the process began, ordered by pipeline and store; null where that is not known.</summary>
    public IReadOnlyList<BranchSums>? Branches { get; init; }

    /// <summary>The files with the most unacknowledged bytes, once for each branch: not more than asked for. Null where that is not known.</summary>
    public IReadOnlyList<FileLedgerReport>? Files { get; init; }

    /// <summary>Files that went before anything of them could be read; null if there are none.</summary>
    public long? VanishedFiles { get; init; }

    /// <summary>Bytes that can never be delivered, by reason, once for each branch that had to; null if there are none.</summary>
    public IReadOnlyDictionary<string, long>? LostBytes { get; init; }

    /// <summary>Streams whose files do not answer: reading them has not returned for long. Null if there are none.</summary>
    public int? StalledStreams { get; init; }

    /// <summary>Times that a file about to go could not be linked, so that only its open descriptor kept it; null if there are none.</summary>
    public long? LinkFailures { get; init; }

    /// <summary>What went wrong with files; null where that is not known.</summary>
    public FaultReport? Faults { get; init; }
}
