namespace LogOperator.Pipeline.Runtime.Reports;

/// <summary>The ledger of one file for one branch.</summary>
public sealed record FileLedgerReport
{
    /// <summary>Key of the pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Key of the store.</summary>
    public required string Store { get; init; }

    /// <summary>The file's present name.</summary>
    public required string Path { get; init; }

    /// <summary>The file's id, as in the ids of its records.</summary>
    public required string FileId { get; init; }

    /// <summary>What became of its bytes, since the branch began to read it: restarts do not begin anew.</summary>
    public required LedgerReport Ledger { get; init; }
}
