using System.Diagnostics.CodeAnalysis;
using LogOperator.Crds.Compilation;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Control;
using LogOperator.Kubernetes.Objects;
using LogOperator.Operator.Cache;
using LogOperator.Operator.Certificates;
using LogOperator.Operator.Publishing;
using LogOperator.Operator.Reports;
using LogOperator.Operator.Resources;
using LogOperator.Operator.Status;
using LogOperator.Operator.Topics;
using LogOperator.Pipeline.Runtime.Sending;
using Microsoft.Extensions.Logging;

namespace LogOperator.Operator.Loop;

/// <summary>
/// What the leader does: passes over the whole cluster, each from snapshot to statuses, as soon as something changes and otherwise now and then. A pass that
/// failed is made again; it never depends on what the one before it did.
/// </summary>
internal sealed class LeaderLoop(
    KubeClient client, ClusterCache cache, EventRecorder events, OperatorOptions options, TimeProvider time, ILoggerFactory loggers)
{
    private const int MostLookUps = 3;
    private static readonly Backoff Waits = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30));
    private readonly ILogger logger = loggers.CreateLogger<LeaderLoop>();
    private int inputs;

    /// <summary>Works until cancelled; ends with an exception if a part of it ends by itself.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var signal = new Signal(time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        cache.OnChange(() => Inputs(signal));
        try
        {
            await cache.HasSynced.WaitAsync(stop.Token).ConfigureAwait(false);
            var published = await ReadPublishedAsync(stop.Token).ConfigureAwait(false);
            Log.Leading(logger, published.Merged?.Pipelines.Count ?? 0);
            OperatorMetrics.Leader.Record(1);

            var applier = new Applier(client, logger);
            var certificates = new CertificateKeeper(client, applier, options, time, logger);
            var reports = new AgentReports(options.ReportLifetime, time);
            var topics = new TopicBoard();
            var secrets = new SecretCache(client, options.SecretRefresh, time, logger);
            using var statuses = new StatusWriter(client, events, time, loggers.CreateLogger<StatusWriter>());
            using var ledger = new TopicLedger(client, cache, options, logger);
            using var brokers = new TenantBrokers(client, options.TenantEndpoints, time);
            using var reconciler = new KafkaTopicReconciler(ledger, brokers, secrets, topics, () => Inputs(signal), time, loggers.CreateLogger<KafkaTopicReconciler>());
            var finalizer = new TopicFinalizer(client, cache, logger);
            using var deletions = new TopicDeletions(
                finalizer, ledger, new TopicUsers(cache, reconciler.ClusterOf), brokers, secrets, events, options.TopicDeletionPatience, time, loggers.CreateLogger<TopicDeletions>());
            using var poller = new AgentPoller(cache.Pods, reports, () => certificates.Identity, signal.Raise, options, time, loggers.CreateLogger<AgentPoller>());
            var pass = new Pass(
                cache,
                secrets,
                new Publisher(cache, applier, options, logger),
                applier,
                certificates,
                finalizer,
                published,
                new StatusBoard(cache, secrets, options.Namespace, time),
                topics,
                options,
                time,
                logger);

            Task[] parts =
            [
                PassesAsync(pass, signal, reports, reconciler, deletions, statuses, stop.Token),
                statuses.RunAsync(stop.Token),
                reconciler.RunAsync(stop.Token),
                deletions.RunAsync(stop.Token),
                poller.RunAsync(stop.Token),
            ];
            var ended = await Task.WhenAny(parts).ConfigureAwait(false);
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!cancellation.IsCancellationRequested)
            {
                await ended.ConfigureAwait(false);
                throw new InvalidOperationException("a part of the leader's work ended by itself");
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Not the leader any more, or the process stops.
        }
        finally
        {
            cache.OnChange(() => { });
            OperatorMetrics.Leader.Record(0);
            OperatorMetrics.Flows(new Dictionary<string, int>());
            Log.StoppedLeading(logger);
        }
    }

    private void Inputs(Signal signal)
    {
        Volatile.Write(ref inputs, 1);
        signal.Raise();
    }

    private async Task<PublishedConfig> ReadPublishedAsync(CancellationToken cancellation)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                return await PublishedConfig.ReadAsync(client, options.AgentNamespace, logger, cancellation).ConfigureAwait(false);
            }
            catch (KubeException e)
            {
                // Without it an invalid edit would take a running pipeline away.
                await WaitAsync(e.Message, failures, cancellation).ConfigureAwait(false);
            }
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "the edge of a supervised loop: a pass that failed is made again")]
    private async Task PassesAsync(
        Pass pass, Signal signal, AgentReports reports, KafkaTopicReconciler topics, TopicDeletions deletions, StatusWriter statuses, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var failures = 0;
        CompilationResult? result = null;
        while (!cancellation.IsCancellationRequested)
        {
            string? problem;
            var started = time.GetTimestamp();
            try
            {
                // What agents report changes statuses only.
                if (Interlocked.Exchange(ref inputs, 0) == 1 || result is null || failures > 0 || await pass.RefreshSecretsAsync(result, cancellation).ConfigureAwait(false))
                {
                    result = await pass.CompileAsync(MostLookUps, cancellation).ConfigureAwait(false);
                    Log.Compiled(logger, result.Config.Pipelines.Count, result.Config.Stores.Count, (long)time.GetElapsedTime(started).TotalMilliseconds);
                }

                problem = await pass.ApplyAsync(result, cancellation).ConfigureAwait(false);
                topics.Want(result.Topics);
                deletions.Want(pass.Leaving);
                statuses.Want(pass.Statuses(result, Fleet(result, reports, time.GetElapsedTime(began))));
                failures = problem is null ? 0 : failures + 1;
                OperatorMetrics.Passes.Count(problem is null ? "done" : "incomplete");
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                failures++;
                OperatorMetrics.Passes.Count("failed");
                problem = e.Message;
                if (e is not KubeException)
                {
                    Log.PassFailed(logger, e, Waits.Initial);
                }
            }

            if (problem is not null)
            {
                await WaitAsync(problem, failures, cancellation).ConfigureAwait(false);
                continue;
            }

            await signal.WaitAsync(options.Resync, cancellation).ConfigureAwait(false);
            if (options.Debounce - time.GetElapsedTime(started) is { Ticks: > 0 } wait)
            {
                await Task.Delay(wait, time, cancellation).ConfigureAwait(false);
            }
        }
    }

    private Fleet Fleet(CompilationResult result, AgentReports reports, TimeSpan leadingFor)
    {
        var names = result.Agents.Select(a => a.Name()).Concat(result.HeldAgents).ToHashSet(StringComparer.Ordinal);
        var pods = cache.Pods.Snapshot().Where(p => p.Label(Names.AgentLabel) is { } agent && names.Contains(agent)).ToList();
        var daemonSets = names.Select(cache.AgentDaemonSet).ToList();
        int? expected = daemonSets.TrueForAll(AgentStatus.IsCurrent) ? daemonSets.Sum(d => d!.Status!.DesiredNumberScheduled ?? 0) : null;
        return new Fleet(reports.View(pods), expected, leadingFor > options.SettleTime || reports.AllAsked(pods));
    }

    private async Task WaitAsync(string problem, int failures, CancellationToken cancellation)
    {
        var wait = Waits.After(failures);
        Log.PassIncomplete(logger, problem, wait);
        await Task.Delay(wait, time, cancellation).ConfigureAwait(false);
    }
}
