using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using LogOperator.Crds.Compilation;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes.Control;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sinks.Kafka;
using LogOperator.Pipeline.Sinks.Kafka.Topics;
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
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LookAtDrift = TimeSpan.FromSeconds(30);
    private static readonly Backoff Waits = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    private readonly TopicLedger ledger;
    private readonly TenantBrokers brokers;
    private readonly ICredentials credentials;
    private readonly TopicBoard board;
    private readonly Action changed;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly WorkQueue<string> queue;
    private readonly ConcurrentDictionary<string, (TopicRequest Request, string Json)> requests = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> clusters = new(StringComparer.Ordinal);

    /// <summary>Makes a reconciler; <see cref="RunAsync"/> starts it.</summary>
    public KafkaTopicReconciler(
        TopicLedger ledger, TenantBrokers brokers, ICredentials credentials, TopicBoard board, Action changed, TimeProvider time, ILogger<KafkaTopicReconciler> logger)
    {
        this.ledger = ledger;
        this.brokers = brokers;
        this.credentials = credentials;
        this.board = board;
        this.changed = changed;
        this.time = time;
        this.logger = logger;
        queue = new WorkQueue<string>("topics", Waits, time);
    }

    /// <summary>Says which topics to look after; a store that is different from before is looked at anew.</summary>
    public void Want(IReadOnlyList<TopicRequest> requests)
    {
        var keys = requests.Select(r => r.Store.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in this.requests.Keys.Where(k => !keys.Contains(k)))
        {
            this.requests.TryRemove(gone, out _);
            clusters.TryRemove(gone, out _);
            this.board.Remove(gone);
        }

        foreach (var request in requests)
        {
            var json = JsonSerializer.Serialize(request.Store, PipelineJson.Default.StoreConfig);
            if (this.requests.TryGetValue(request.Store.Key, out var known) && known.Json == json)
            {
                continue;
            }

            // What was found out about another spec says nothing about this one.
            if (known.Json is not null)
            {
                clusters.TryRemove(request.Store.Key, out _);
                this.board.Remove(request.Store.Key);
            }

            this.requests[request.Store.Key] = (request, json);
            queue.Forget(request.Store.Key);
            queue.Add(request.Store.Key);
        }
    }

    /// <summary>Id of a store's Kafka cluster; null where it is not known.</summary>
    public string? ClusterOf(string store) => clusters.GetValueOrDefault(store);

    /// <summary>Works until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) => new Controller<string>("topics", queue, ReconcileAsync, Workers, this.logger).RunAsync(cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        queue.Dispose();
    }

    private async ValueTask<ReconcileResult> ReconcileAsync(string store, CancellationToken cancellation)
    {
        if (!this.requests.TryGetValue(store, out var wanted))
        {
            return ReconcileResult.Done;
        }

        var (verdict, seen, failed) = await WorkAsync(wanted.Request, cancellation).ConfigureAwait(false);
        Tell(wanted, verdict, seen ?? this.board.Seen(store));
        if (!failed)
        {
            return ReconcileResult.After(verdict.Ready ? LookAgain : LookAtDrift);
        }

        OperatorMetrics.TopicSteps.Count("failed");
        return ReconcileResult.Retry(verdict.Message);
    }

    private async Task<Outcome> WorkAsync(TopicRequest request, CancellationToken cancellation)
    {
        var (store, spec) = (request.Store.Key, request.Store.Spec.Kafka!);
        if (await this.brokers.RefuseAsync(request.Store, cancellation).ConfigureAwait(false) is { } refused)
        {
            return Failed(store, new TopicFailure(TopicFailureReason.NotConfigured, refused));
        }

        var opened = KafkaTopicAdmin.Open(request.Store, this.credentials, this.logger, this.time);
        if (opened.Value is not { } admin)
        {
            return Failed(store, opened.Failure!);
        }

        await using (admin.ConfigureAwait(false))
        {
            var created = false;
            for (var step = 1; ; step++)
            {
                var cluster = await admin.ClusterIdAsync(cancellation).ConfigureAwait(false);
                if (cluster.Value is not { } clusterId)
                {
                    return Failed(store, cluster.Failure!);
                }

                var look = await admin.DescribeAsync(spec.Topic.Name, cancellation).ConfigureAwait(false);
                if (look.Value is not { } topic)
                {
                    return Failed(store, look.Failure!);
                }

                clusters[store] = clusterId;
                IReadOnlyList<TopicStatus> seen = topic.Exists ? [new TopicStatus { Name = spec.Topic.Name, Id = topic.Id, Partitions = topic.Partitions }] : [];
                if (await OwnerAsync(request, clusterId, topic, created, cancellation).ConfigureAwait(false) is { } owner)
                {
                    return new Outcome(new TopicVerdict(store, false, TopicReasons.Conflict, $"topic \"{spec.Topic.Name}\" is looked after by {owner}"), seen);
                }

                var plan = TopicPlan.Of(spec.TopicManagement!, topic);
                if (plan.IsEmpty || step > MostSteps)
                {
                    return new Outcome(Judge(store, spec, topic, plan), seen);
                }

                if (await TakeAsync(plan, spec, admin, cancellation).ConfigureAwait(false) is { } failure && failure.Reason != TopicFailureReason.AlreadyExists)
                {
                    return Failed(store, failure);
                }

                created |= plan.Create;
                OperatorMetrics.TopicSteps.Count("done");
                Log.TopicChanged(this.logger, store, spec.Topic.Name, plan.Create ? "created" : plan.Partitions is { } partitions ? $"grown to {partitions} partitions" : "settings changed");

                // Brokers tell of a change a moment after the controller has made it.
                await Task.Delay(Settling, this.time, cancellation).ConfigureAwait(false);
            }
        }
    }

    private static TopicVerdict Judge(string store, KafkaSinkSpec spec, TopicState topic, TopicPlan plan)
    {
        if (!plan.IsEmpty)
        {
            return new TopicVerdict(store, false, TopicReasons.StepsOpen, $"topic \"{spec.Topic.Name}\": the brokers do not show the changes yet");
        }

        return plan.Drift is [{ } first, ..]
            ? new TopicVerdict(store, false, first.Reason, $"topic \"{spec.Topic.Name}\": {string.Join("; ", plan.Drift.Select(d => d.Message))}")
            : new TopicVerdict(store, true, TopicReasons.AsWanted, string.Create(
                CultureInfo.InvariantCulture, $"topic \"{spec.Topic.Name}\" has {topic.Partitions} partitions and {topic.ReplicationFactor} replicas"));
    }

    private static async Task<TopicFailure?> TakeAsync(TopicPlan plan, KafkaSinkSpec spec, KafkaTopicAdmin admin, CancellationToken cancellation)
    {
        if (plan.Create)
        {
            return await admin.CreateAsync(spec.Topic.Name, spec.TopicManagement!, cancellation).ConfigureAwait(false);
        }

        if (plan.Partitions is { } partitions && await admin.IncreasePartitionsAsync(spec.Topic.Name, partitions, cancellation).ConfigureAwait(false) is { } failure)
        {
            return failure;
        }

        return plan.Config.Count == 0 ? null : await admin.AlterConfigsAsync(spec.Topic.Name, plan.Config, cancellation).ConfigureAwait(false);
    }

    // Null where the topic is this store's to look after, or where it only looks.
    private async Task<string?> OwnerAsync(TopicRequest request, string clusterId, TopicState topic, bool created, CancellationToken cancellation)
    {
        var spec = request.Store.Spec.Kafka!;
        if (spec.TopicManagement!.Policy is not (TopicPolicy.Create or TopicPolicy.Manage))
        {
            return null;
        }

        var owner = await this.ledger.ClaimAsync(request, clusterId, topic.Exists ? topic.Id : null, created, Rivals(spec.Topic.Name, clusterId), cancellation).ConfigureAwait(false);
        return owner == TopicLedger.NameOf(request) ? null : owner;
    }

    private static Outcome Failed(string store, TopicFailure failure) => new(new TopicVerdict(store, false, TopicReasons.Of(failure), failure.Message), null, true);

    // Topics of one name on different brokers have nothing to do with each other. Where a store was not looked at yet, that is not known.
    private List<(TopicRequest Request, bool SameCluster)> Rivals(string topic, string clusterId) =>
    [
        .. from request in this.requests.Values.Select(r => r.Request)
           where request.Store.Spec.Kafka!.Topic.Name == topic && request.Store.Spec.Kafka.TopicManagement?.Policy is TopicPolicy.Create or TopicPolicy.Manage
           let cluster = clusters.GetValueOrDefault(request.Store.Key)
           where cluster is null || cluster == clusterId
           select (request, cluster is not null),
    ];

    // A verdict on a spec that was changed meanwhile is of no use any more.
    private void Tell((TopicRequest Request, string Json) wanted, TopicVerdict verdict, IReadOnlyList<TopicStatus> seen)
    {
        if (this.requests.TryGetValue(verdict.Store, out var now) && now.Json == wanted.Json && this.board.Set(verdict, seen))
        {
            this.changed();
        }
    }

    private sealed record Outcome(TopicVerdict Verdict, IReadOnlyList<TopicStatus>? Seen, bool Failed = false);
}
