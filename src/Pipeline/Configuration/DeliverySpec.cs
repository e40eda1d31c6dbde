namespace LogOperator.Pipeline.Configuration;

/// <summary>Promises and limits of delivery.</summary>
public sealed partial record DeliverySpec
{
    /// <summary>What is promised for each record. Default AtLeastOnce.</summary>
    public DeliveryGuarantee? Guarantee { get; init; }

    /// <summary>Limits of the queue in front of each store.</summary>
    public BufferSpec? Buffer { get; init; }

    /// <summary>Where records go that a store refused; without it they are dropped and counted.</summary>
    public DeadLetterSpec? DeadLetter { get; init; }

    /// <summary>How long a deleted pipeline goes on delivering what it has read. Default 30s.</summary>
    public Duration? DrainTimeout { get; init; }

    /// <summary>Longest record after all stages; a longer one is dropped and counted. Default 512Ki.</summary>
    public ByteSize? MaxRecordBytes { get; init; }
}
