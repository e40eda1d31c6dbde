using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.V1Alpha1;

/// <summary>What an agent may keep of records that no store has acknowledged yet.</summary>
public sealed record AgentBufferSpec
{
    /// <summary>Most memory that the queues of all pipelines hold together. Each has a small part of its own; who needs more takes from the rest, up to its delivery.buffer.memory. Default 64Mi.</summary>
    public ByteSize? Memory { get; init; }

    /// <summary>Most disk space that log files which would be gone otherwise may keep, shared fairly by namespace. Beyond it the namespace that holds most gives up its oldest, which is counted. Default the smaller of 2Gi and 5 % of the file system.</summary>
    public ByteSize? Disk { get; init; }
}
