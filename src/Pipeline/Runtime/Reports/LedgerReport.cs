namespace LogOperator.Pipeline.Runtime.Reports;

/// <summary>
/// What became of the bytes of files for one branch. Every byte is in exactly one place:
/// <c>size = skipped + acknowledged + filtered + dropped + deadLettered + pending + lost</c>.
/// </summary>
public sealed record LedgerReport
{
    /// <summary>Bytes of the files, uncompressed.</summary>
    public required long Size { get; init; }

    /// <summary>Bytes before the place where the branch began.</summary>
    public required long Skipped { get; init; }

    /// <summary>Bytes whose records the store has acknowledged.</summary>
    public required long Acknowledged { get; init; }

    /// <summary>Bytes that are not for this store, by reason: <c>stage</c>, <c>source</c>, <c>unrouted</c>, <c>routedElsewhere</c>.</summary>
    public required IReadOnlyDictionary<string, long> Filtered { get; init; }

    /// <summary>Bytes of records that were given up, by reason: <c>stageFailed</c>, <c>tooLong</c>, <c>rejected</c>, <c>tooLarge</c>, <c>deleted</c>.</summary>
    public required IReadOnlyDictionary<string, long> Dropped { get; init; }

    /// <summary>Bytes whose records the dead letter store has acknowledged.</summary>
    public required long DeadLettered { get; init; }

    /// <summary>Bytes that are unread, held to be joined, queued or on the wire.</summary>
    public required long Pending { get; init; }

    /// <summary>
    /// Bytes that can never be delivered, by reason: <c>retention</c> (quota of links), <c>descriptors</c> (too many deleted files),
    /// <c>truncated</c>, <c>deleted</c> (the file could not be kept), <c>orphaned</c> (nobody came for a link).
    /// </summary>
    public required IReadOnlyDictionary<string, long> Lost { get; init; }

    /// <summary>Bytes that were delivered more than once, as far as it is known; beside the equation.</summary>
    public required long Duplicates { get; init; }
}
