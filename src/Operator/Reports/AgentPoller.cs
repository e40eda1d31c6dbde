using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using LogOperator.Kubernetes.Control;
using LogOperator.Kubernetes.Objects;
using LogOperator.Kubernetes.Watching;
using LogOperator.Operator.Certificates;
using Microsoft.Extensions.Logging;

namespace LogOperator.Operator.Reports;

/// <summary>Keeps one long poll open to every agent's pod. An agent that does not answer is asked again after a growing wait and delays nobody.</summary>
internal sealed class AgentPoller(
    Store<Pod> pods, AgentReports reports, Func<ClientIdentity?> identity, Action changed, OperatorOptions options, TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly Backoff Waits = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(10));

    private readonly Dictionary<string, (CancellationTokenSource Stop, Task Loop)> loops = [];
    private AgentClient? client;

    /// <inheritdoc/>
    public void Dispose() => this.client?.Dispose();

    /// <summary>Polls until cancelled; then every poll has ended.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                await MatchAsync(cancellation).ConfigureAwait(false);
                await Task.Delay(LookEvery, time, cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The polls below end too.
        }
        finally
        {
            await StopAsync(loops.Keys.ToList()).ConfigureAwait(false);
        }
    }

    // One loop for each pod that has an address; all anew when the operator's own certificate is.
    private async Task MatchAsync(CancellationToken cancellation)
    {
        if (identity() is not { } current)
        {
            return;
        }

        if (this.client?.Identity != current)
        {
            await StopAsync(loops.Keys.ToList()).ConfigureAwait(false);
            this.client?.Dispose();
            this.client = new AgentClient(current, options.AgentNamespace, options.AgentStatusPort);
        }

        var wanted = pods.Snapshot()
            .Where(p => AgentReports.IsAlive(p) && p.Metadata.Uid is not null && p.Status?.PodIp is { Length: > 0 })
            .ToDictionary(p => p.Metadata.Uid!);
        var gone = loops.Keys.Where(uid => !wanted.ContainsKey(uid)).ToList();
        await StopAsync(gone).ConfigureAwait(false);
        gone.ForEach(reports.Remove);
        foreach (var (uid, pod) in wanted)
        {
            if (loops.TryGetValue(uid, out var running) && !running.Loop.IsCompleted)
            {
                continue;
            }

            running.Stop?.Dispose();
            var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            loops[uid] = (stop, PollAsync(this.client, uid, pod, stop.Token));
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "the edge of a supervised loop: what one agent answers must not stop the others")]
    private async Task PollAsync(AgentClient client, string uid, Pod pod, CancellationToken cancellation)
    {
        var (name, node) = (pod.Name(), pod.Spec?.NodeName ?? "");
        var failures = 0;
        string? since = null;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                var report = await client.GetAsync(pod.Status!.PodIp!, since, cancellation).ConfigureAwait(false);
                var news = report.Hash != reports.Last(uid)?.Hash;
                reports.Set(uid, report);
                OperatorMetrics.AgentPolls.Count("done");
                if (since is null || failures > 0)
                {
                    Log.AgentReports(logger, name, node);
                }

                if (news || failures > 0)
                {
                    changed();
                }

                failures = 0;

                // An agent that does not hold its answer back must not be asked in a tight loop.
                if (!news && since is not null)
                {
                    await Task.Delay(LookEvery, time, cancellation).ConfigureAwait(false);
                }

                since = report.Hash;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                var wait = Waits.After(++failures);
                reports.Asked(uid);
                OperatorMetrics.AgentPolls.Count("failed");
                if (failures == 1)
                {
                    changed();
                }

                Log.AgentSilent(logger, name, node, Describe(e), wait);
                await Task.Delay(wait, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static string Describe(Exception e) => e switch
    {
        TaskCanceledException => $"no answer within {AgentClient.Timeout.TotalSeconds:0} s",
        JsonException => $"expected a report, found something else ({e.Message})",
        HttpRequestException { InnerException: { } inner } => $"{e.Message}: {inner.Message}",
        _ => e.Message,
    };

    private async Task StopAsync(List<string> uids)
    {
        foreach (var uid in uids)
        {
            await loops[uid].Stop.CancelAsync().ConfigureAwait(false);
        }

        foreach (var uid in uids)
        {
            await loops[uid].Loop.ConfigureAwait(false);
            loops[uid].Stop.Dispose();
            loops.Remove(uid);
        }
    }
}
