using LogOperator.Kubernetes.Control;
using LogOperator.Operator.Cache;
using LogOperator.Operator.Loop;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LogOperator.Operator;

/// <summary>Runs the operator: follows the cluster always, works while it leads. If any part ends by itself, the process ends, and its pod starts anew.</summary>
internal sealed class OperatorService(
    ClusterCache cache, EventRecorder events, LeaderElector elector, LeaderLoop loop, OperatorOptions options, ILogger<OperatorService> logger) : BackgroundService
{
    /// <summary>Whether a part has ended that should not have.</summary>
    public string? Problem { get; private set; }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Log.Starting(logger, typeof(OperatorService).Assembly.GetName().Version?.ToString(3) ?? "", options.Namespace, options.AgentNamespace, options.AgentImage);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        Task[] parts = [cache.RunAsync(stop.Token), events.RunAsync(stop.Token), elector.RunAsync(loop.RunAsync, stop.Token)];
        var ended = await Task.WhenAny(parts).ConfigureAwait(false);
        if (!stoppingToken.IsCancellationRequested)
        {
            Problem = ended.Exception?.GetBaseException().Message ?? "a loop ended by itself";
        }

        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Problem is { } problem)
        {
            throw new InvalidOperationException(problem, ended.Exception);
        }
    }
}
