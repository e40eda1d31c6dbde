namespace LogOperator.Pipeline.Configuration;

/// <summary>Limits of the queue in front of each store.</summary>
public sealed partial record BufferSpec
{
    /// <summary>Most memory that unacknowledged records may hold. Default 8Mi.</summary>
    public ByteSize? Memory { get; init; }

    /// <summary>What happens when it is full. Everything but Block demands guarantee: BestEffort. Default Block; DropOldest with BestEffort.</summary>
    public WhenFull? WhenFull { get; init; }
}
