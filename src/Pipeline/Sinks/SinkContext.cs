using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sinks.Endpoints;
using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Sinks;

/// <summary>What a sink is built from.</summary>
/// <param name="Store">The store as compiled.</param>
/// <param name="Credentials">Looks up secret values each time they are needed, since they change.</param>
/// <param name="FileRoot">Directory beneath which a file store's relative path is resolved; null takes paths as they are.</param>
/// <param name="Output">Standard output, for the stdout kind.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">For failures; never anything secret, nothing per record.</param>
/// <param name="Guard">Judges the addresses that it connects to; null where all are as good as others.</param>
public sealed record SinkContext(
    StoreConfig Store, ICredentials Credentials, string? FileRoot, Stream Output, TimeProvider Time, ILogger Logger, EndpointGuard? Guard = null)
{
    /// <summary>Bytes that the queues of all branches of the process may hold together: never to be exceeded by what a sink queues itself. Default 64 MiB.</summary>
    public long BufferMemory { get; init; } = 64 << 20;

    /// <summary>Bytes that the queues of the branches may hold that use the store now; asked again, since branches come and go. Default no bound of their own.</summary>
    public Func<long> BranchMemory { get; init; } = static () => long.MaxValue;
}
