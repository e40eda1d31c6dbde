using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.Pipeline.Sources;
using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Runtime;

/// <summary>
/// Runs pipelines: the whole data plane of an agent or of <c>logctl run</c>. <see cref="ApplyAsync"/> may be called before and while
/// <see cref="RunAsync"/> runs; calls of it are made one after the other.
/// </summary>
public sealed class PipelineHost : IAsyncDisposable
{
    /// <summary>Makes a host; nothing starts and no file is touched before <see cref="RunAsync"/>.</summary>
    /// <param name="options">How to run.</param>
    /// <param name="pods">The node's pods.</param>
    /// <param name="credentials">Secret values.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where failures are told.</param>
    public PipelineHost(HostOptions options, IPodDirectory pods, ICredentials credentials, TimeProvider time, ILogger logger) =>
        throw new NotSupportedException($"{options} {pods} {credentials} {time} {logger}");

    /// <summary>
    /// Makes the host run a configuration. Pipelines whose configuration is the same go on untouched; a changed one is built first and
    /// swapped only if that succeeds; one that is gone stops reading at once.
    /// </summary>
    /// <returns>One verdict for each pipeline of the configuration and for each that was stopped, ordered by key.</returns>
    public Task<IReadOnlyList<PipelineVerdict>> ApplyAsync(AgentConfig config) => throw new NotSupportedException($"{config}");

    /// <summary>What is being done; cheap enough to be asked every second.</summary>
    public HostReport Report() => throw new NotSupportedException();

    /// <summary>
    /// Runs until <paramref name="stop"/> is cancelled, or, with <see cref="HostOptions.Once"/>, until everything is read and acknowledged;
    /// then flushes within <see cref="HostOptions.StopTimeout"/> and persists the checkpoints.
    /// </summary>
    /// <exception cref="IOException">The state directory cannot be used.</exception>
    public Task RunAsync(CancellationToken stop) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;
}
