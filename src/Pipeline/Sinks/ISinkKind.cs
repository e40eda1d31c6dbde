using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sinks;

/// <summary>A kind of sink.</summary>
public interface ISinkKind : ISpec
{
    /// <summary>Whether only cluster kinds may use it.</summary>
    bool ClusterOnly { get; }

    /// <summary>Requests in flight where <c>batch.concurrency</c> says nothing.</summary>
    int DefaultConcurrency { get; }

    /// <summary>Makes the running side without touching the network or the disk. Throws nothing for a valid spec.</summary>
    ISink Build(SinkContext context);
}
