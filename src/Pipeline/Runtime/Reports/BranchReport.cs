namespace LogOperator.Pipeline.Runtime.Reports;

/// <summary>What one branch (pipeline and store) is doing.</summary>
public sealed record BranchReport
{
    /// <summary>Key of the store: <c>namespace/name</c>, or <c>/name</c> for a ClusterLogStore.</summary>
    public required string Store { get; init; }

    /// <summary>Whether data moves.</summary>
    public required BranchState State { get; init; }

    /// <summary>What the store or the network said last, if it was not good.</summary>
    public string? Detail { get; init; }

    /// <summary>Records acknowledged by the store.</summary>
    public required long AcknowledgedRecords { get; init; }

    /// <summary>Their bytes in the source files.</summary>
    public required long AcknowledgedBytes { get; init; }

    /// <summary>Records that the store refused and the dead letter store has acknowledged.</summary>
    public long DeadLetteredRecords { get; init; }

    /// <summary>Records read but not yet acknowledged.</summary>
    public required long PendingRecords { get; init; }

    /// <summary>Bytes of the followed files that are not acknowledged: read or not.</summary>
    public required long LagBytes { get; init; }

    /// <summary>How long the oldest of these bytes have been there, in seconds, as far as this process saw; null where that is not known.</summary>
    public double? LagSeconds { get; init; }

    /// <summary>Share of what its queue may hold that is used: 1 if it is full. Null where that is not known.</summary>
    public double? BufferUse { get; init; }

    /// <summary>Whether it keeps up, as judged over the last minutes.</summary>
    public BranchPace Pace { get; init; }

    /// <summary>What became of the bytes of the files that are there now; null where that is not known.</summary>
    public LedgerReport? Ledger { get; init; }

    /// <summary>Tries that failed and were repeated.</summary>
    public required long Retries { get; init; }

    /// <summary>Records dropped, by reason.</summary>
    public required IReadOnlyDictionary<string, long> Dropped { get; init; }
}
