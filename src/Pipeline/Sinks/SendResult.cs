namespace LogOperator.Pipeline.Sinks;

/// <summary>The verdict on one try.</summary>
public sealed record SendResult
{
    private SendResult(SendOutcome outcome) => Outcome = outcome;

    /// <summary>Every record was taken.</summary>
    public static SendResult Delivered { get; } = new(SendOutcome.Delivered);

    /// <summary>How the try ended.</summary>
    public SendOutcome Outcome { get; }

    /// <summary>What the store or the network said, fit for a status line: short and without secrets.</summary>
    public string? Detail { get; private init; }

    /// <summary>Shortest wait that the store asked for.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>Indices, in the request, of records that the store refuses for good; null if none.</summary>
    public IReadOnlyList<RejectedRecord>? Rejected { get; private init; }

    /// <summary>Indices, in the request, of records to be tried again; null if none.</summary>
    public IReadOnlyList<int>? Unfinished { get; private init; }

    /// <summary>Some records were taken, some not.</summary>
    public static SendResult Partly(IReadOnlyList<RejectedRecord>? rejected, IReadOnlyList<int>? unfinished, string? detail = null) =>
        new(SendOutcome.Delivered) { Rejected = rejected, Unfinished = unfinished, Detail = detail };

    /// <summary>To be tried again.</summary>
    public static SendResult Retry(string detail, TimeSpan? retryAfter = null) =>
        new(SendOutcome.Retry) { Detail = detail, RetryAfter = retryAfter };

    /// <summary>The configuration has to change first.</summary>
    public static SendResult Misconfigured(string detail) => new(SendOutcome.Misconfigured) { Detail = detail };

    /// <summary>To be split.</summary>
    public static SendResult TooLarge(string detail) => new(SendOutcome.TooLarge) { Detail = detail };

    /// <summary>To be bisected.</summary>
    public static SendResult Refused(string detail) => new(SendOutcome.Refused) { Detail = detail };
}
