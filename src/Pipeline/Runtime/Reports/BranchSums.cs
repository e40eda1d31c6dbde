namespace LogOperator.Pipeline.Runtime.Reports;

/// <summary>What a branch counted since the process began. A branch stays listed when its pipeline is deleted.</summary>
public sealed record BranchSums
{
    /// <summary>Key of the pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Key of the store.</summary>
    public required string Store { get; init; }

    /// <summary>Bytes by fate and reason; what is 0 is left out.</summary>
    public required IReadOnlyList<ByteSum> Bytes { get; init; }

    /// <summary>Bytes that were delivered more than once, as far as it is known.</summary>
    public required long Duplicates { get; init; }

    /// <summary>The ledger of the files that are gone: read to their end, lost, or left by a deleted pipeline.</summary>
    public required LedgerReport Gone { get; init; }
}
