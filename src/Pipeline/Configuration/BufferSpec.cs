namespace LogOperator.Pipeline.Configuration;

/// <summary>Limits of the queue in front of each store.</summary>
public sealed partial record BufferSpec
{
    /// <summary>Most memory that unacknowledged records may hold. Default 8Mi.</summary>
    public ByteSize? Memory { get; init; }
}
