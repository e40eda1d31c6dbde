using System.Collections.Concurrent;
using System.Text.Json;
using LogOperator.Crds.Compilation;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Control;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sinks.Kafka;
using Microsoft.Extensions.Logging;

namespace LogOperator.Operator.Topics;

/// <summary>
/// Looks after the topics of stores. Each store is a key of its own in the queue, worked on beside the others, and every call to a broker is bounded: a dead
/// broker delays its own store only.
/// </summary>
internal sealed class KafkaTopicReconciler : IDisposable
{
    private const int Workers = 16;
    private const int MostSteps = 4;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookAtDrift = TimeSpan.FromSeconds(30);
    private static readonly Backoff Waits = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    private readonly TopicLedger _ledger;
    private readonly ITopicAdmins _admins;
    private readonly ICredentials _credentials;
    private readonly TopicBoard _board;
    private readonly Action _changed;
    private readonly ILogger _logger;
    private readonly WorkQueue<string> _queue;
    private readonly ConcurrentDictionary<string, (TopicRequest Request, string Json)> _requests = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _clusters = new(StringComparer.Ordinal);

    /// <summary>Makes a reconciler; <see cref="RunAsync"/> starts it.</summary>
    public KafkaTopicReconciler(
        TopicLedger ledger, ITopicAdmins admins, ICredentials credentials, TopicBoard board, Action changed, TimeProvider time, ILogger<KafkaTopicReconciler> logger)
    {
        _ledger = ledger;
        _admins = admins;
        _credentials = credentials;
        _board = board;
        _changed = changed;
        _logger = logger;
        _queue = new WorkQueue<string>("topics", Waits, time);
    }

    /// <summary>Says which topics to look after; a store that is different from before is looked at anew.</summary>
    public void Want(IReadOnlyList<TopicRequest> requests)
    {
        var keys = requests.Select(r => r.Store.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _requests.Keys.Where(k => !keys.Contains(k)))
        {
            _requests.TryRemove(gone, out _);
            _clusters.TryRemove(gone, out _);
            _board.Remove(gone);
        }

        foreach (var request in requests)
        {
            var json = JsonSerializer.Serialize(request.Store, PipelineJson.Default.StoreConfig);
            if (_requests.TryGetValue(request.Store.Key, out var known) && known.Json == json)
                continue;

            // What was found out about another spec says nothing about this one.
            if (known.Json is not null)
            {
                _clusters.TryRemove(request.Store.Key, out _);
                _board.Remove(request.Store.Key);
            }

            _requests[request.Store.Key] = (request, json);
            _queue.Forget(request.Store.Key);
            _queue.Add(request.Store.Key);
        }
    }

    /// <summary>Works until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) => new Controller<string>("topics", _queue, ReconcileAsync, Workers, _logger).RunAsync(cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        _queue.Dispose();
        _ledger.Dispose();
    }

    private async ValueTask<ReconcileResult> ReconcileAsync(string store, CancellationToken cancellation)
    {
        if (!_requests.TryGetValue(store, out var wanted))
            return ReconcileResult.Done;
        try
        {
            using var admin = _admins.Open(wanted.Request, _credentials);
            var (verdict, seen) = await WorkAsync(wanted.Request, admin, cancellation).ConfigureAwait(false);
            Tell(wanted, verdict, seen);
            return ReconcileResult.After(verdict.Ready ? LookAgain : LookAtDrift);
        }
        catch (TopicException e)
        {
            OperatorMetrics.TopicSteps.Count("failed");
            Log.TopicProblem(_logger, store, wanted.Request.Store.Spec.Kafka!.Topic.Name, e.Message);
            Tell(wanted, new TopicVerdict(store, false, e.Reason, e.Message), _board.Seen(store));
            return ReconcileResult.Retry(e.Message);
        }
        catch (KubeException e)
        {
            return ReconcileResult.Retry(e.Message);
        }
    }

    private async Task<(TopicVerdict Verdict, IReadOnlyList<TopicStatus> Seen)> WorkAsync(TopicRequest request, ITopicAdmin admin, CancellationToken cancellation)
    {
        var (store, spec) = (request.Store.Key, request.Store.Spec.Kafka!);
        var created = false;
        for (var step = 1; ; step++)
        {
            var look = await admin.LookAsync(spec.Topic.Name, cancellation).ConfigureAwait(false);
            _clusters[store] = look.ClusterId;
            IReadOnlyList<TopicStatus> seen =
                look.Topic is { } topic ? [new TopicStatus { Name = spec.Topic.Name, Id = topic.Id, Partitions = topic.Partitions }] : [];
            if (spec.TopicManagement?.Policy is TopicPolicy.Create or TopicPolicy.Manage
                && await _ledger.ClaimAsync(request, look, created, Rivals(spec.Topic.Name, look.ClusterId), cancellation).ConfigureAwait(false) is var owner
                && owner != TopicLedger.NameOf(request))
                return (new TopicVerdict(store, false, TopicPlan.Conflict, $"topic \"{spec.Topic.Name}\" is looked after by {owner}"), seen);

            var plan = TopicPlan.Make(spec, look.Topic);
            if (plan.Step == TopicStep.None || step > MostSteps)
                return (new TopicVerdict(store, plan.Ready, plan.Reason, plan.Message), seen);
            await TakeAsync(plan, spec, admin, cancellation).ConfigureAwait(false);
            created |= plan.Step == TopicStep.Create;
            OperatorMetrics.TopicSteps.Count("done");
            Log.TopicChanged(_logger, store, spec.Topic.Name, plan.Message);
        }
    }

    private static Task TakeAsync(TopicPlan plan, KafkaSinkSpec spec, ITopicAdmin admin, CancellationToken cancellation) => plan.Step switch
    {
        TopicStep.Create => admin.CreateAsync(spec, cancellation),
        TopicStep.AddPartitions => admin.AddPartitionsAsync(spec.Topic.Name, spec.TopicManagement!.Partitions!.Value, cancellation),
        TopicStep.SetConfig => admin.SetConfigAsync(spec.Topic.Name, plan.Config!, cancellation),
        _ => Task.CompletedTask,
    };

    // Topics of one name on different brokers have nothing to do with each other. Where a store was not looked at yet, that is not known.
    private List<(TopicRequest Request, bool SameCluster)> Rivals(string topic, string clusterId) =>
    [
        .. from request in _requests.Values.Select(r => r.Request)
           where request.Store.Spec.Kafka!.Topic.Name == topic && request.Store.Spec.Kafka.TopicManagement?.Policy is TopicPolicy.Create or TopicPolicy.Manage
           let cluster = _clusters.GetValueOrDefault(request.Store.Key)
           where cluster is null || cluster == clusterId
           select (request, cluster is not null),
    ];

    // A verdict on a spec that was changed meanwhile is of no use any more.
    private void Tell((TopicRequest Request, string Json) wanted, TopicVerdict verdict, IReadOnlyList<TopicStatus> seen)
    {
        if (_requests.TryGetValue(verdict.Store, out var now) && now.Json == wanted.Json && _board.Set(verdict, seen))
            _changed();
    }
}
