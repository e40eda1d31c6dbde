namespace LogOperator.Pipeline.Configuration;

/// <summary>Where records go that a store refused.</summary>
public sealed record DeadLetterSpec
{
    /// <summary>
    /// The store that gets them, with the attributes deadletter.store and deadletter.reason. While it cannot be reached, the store that refused the record waits too. What this store
    /// refuses in turn is dropped and counted.
    /// </summary>
    public required StoreRefSpec StoreRef { get; init; }
}
