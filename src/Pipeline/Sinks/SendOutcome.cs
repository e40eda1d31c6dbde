namespace LogOperator.Pipeline.Sinks;

/// <summary>How a try ended.</summary>
public enum SendOutcome
{
    /// <summary>The store has taken every record that is not named in <see cref="SendResult.Rejected"/> or <see cref="SendResult.Unfinished"/>.</summary>
    Delivered,

    /// <summary>Nothing is known to be taken; to be tried again later: 429, 5xx, time-out, connection lost, disk full.</summary>
    Retry,

    /// <summary>The configuration has to change (401, 403, unknown topic, TLS): tried again for ever and shown as not flowing.</summary>
    Misconfigured,

    /// <summary>The request is too large for the store (413); to be split.</summary>
    TooLarge,

    /// <summary>The store refuses the request because of its content without saying which record (400); to be bisected.</summary>
    Refused,
}
