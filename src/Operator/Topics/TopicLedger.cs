using LogOperator.Crds.Compilation;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Objects;
using LogOperator.Operator.Cache;
using LogOperator.Operator.Resources;
using Microsoft.Extensions.Logging;

namespace LogOperator.Operator.Topics;

/// <summary>
/// Which store looks after which topic: one for each (Kafka cluster, topic). The claim is written down before the topic is touched, so that two stores never
/// work on one topic, also when the operator is replaced in between.
/// </summary>
internal sealed class TopicLedger(KubeClient client, ClusterCache cache, OperatorOptions options, ILogger logger) : IDisposable
{
    private readonly SemaphoreSlim one = new(1, 1);
    private Dictionary<string, TopicRecord>? records;

    /// <summary>Claims a topic for a store.</summary>
    /// <param name="request">The store.</param>
    /// <param name="clusterId">Id of the Kafka cluster.</param>
    /// <param name="topicId">Identity of the topic; null where there is none yet, or the brokers do not tell.</param>
    /// <param name="created">Whether the store has just created it.</param>
    /// <param name="rivals">All stores that have the operator create or manage a topic of this name on these brokers, this one included, or may have.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>Kind and key of the store that has the topic: this one's if the claim holds.</returns>
    /// <exception cref="KubeException">The claim cannot be written down.</exception>
    public async Task<string> ClaimAsync(TopicRequest request, string clusterId, string? topicId, bool created, IReadOnlyList<(TopicRequest Request, bool SameCluster)> rivals, CancellationToken cancellation)
    {
        await one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            this.records ??= await ReadAsync(cancellation).ConfigureAwait(false);
            var topic = request.Store.Spec.Kafka!.Topic.Name;
            var key = TopicsConfigMap.Key(clusterId, topic);
            var present = this.records.GetValueOrDefault(key);
            var record = Decide(request, clusterId, topicId, created, rivals, present);
            if (record != present)
            {
                var next = new Dictionary<string, TopicRecord>(this.records, StringComparer.Ordinal) { [key] = record };
                await WriteAsync(next, cancellation).ConfigureAwait(false);
                Log.TopicChanged(logger, record.Store, topic, "looked after by this store");
            }

            return record.Store;
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>The topics that this operator created for a store.</summary>
    /// <exception cref="KubeException">The records cannot be read.</exception>
    public async Task<IReadOnlyList<TopicRecord>> CreatedForAsync(string store, CancellationToken cancellation)
    {
        await one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            this.records ??= await ReadAsync(cancellation).ConfigureAwait(false);
            return [.. this.records.Values.Where(r => r.Store == store && r.Created && r.KubernetesUid.Length > 0 && r.KubernetesUid == KubernetesUid)];
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Forgets a topic that is gone.</summary>
    /// <exception cref="KubeException">That cannot be written down.</exception>
    public async Task ForgetAsync(TopicRecord record, CancellationToken cancellation)
    {
        await one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var next = new Dictionary<string, TopicRecord>(this.records ?? await ReadAsync(cancellation).ConfigureAwait(false), StringComparer.Ordinal);
            if (next.Remove(TopicsConfigMap.Key(record.ClusterId, record.Topic)))
            {
                await WriteAsync(next, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Name of a store in records.</summary>
    public static string NameOf(TopicRequest request) => $"{request.Kind} {request.Store.Key.TrimStart('/')}";

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();

    // The one that has it keeps it; else the oldest gets it.
    private TopicRecord Decide(
        TopicRequest request, string clusterId, string? topicId, bool created, IReadOnlyList<(TopicRequest Request, bool SameCluster)> rivals, TopicRecord? present)
    {
        var owner = present is not null && rivals.Any(r => NameOf(r.Request) == present.Store)
            ? present.Store
            : NameOf(rivals.Where(r => r.SameCluster).Select(r => r.Request)
                .OrderBy(r => r.CreatedAt ?? DateTimeOffset.MaxValue).ThenBy(NameOf, StringComparer.Ordinal).FirstOrDefault() ?? request);
        if (owner != NameOf(request))
        {
            return present is not null && present.Store == owner ? present : Record(owner, present?.TopicId, present?.Created == true);
        }

        // A topic whose id is another was deleted and made anew, and not by us.
        var same = present?.TopicId is not null && present.TopicId == topicId;
        return Record(owner, topicId ?? present?.TopicId, created || (same && present!.Created));

        TopicRecord Record(string store, string? id, bool ours) => new()
        {
            ClusterId = clusterId,
            Topic = request.Store.Spec.Kafka!.Topic.Name,
            TopicId = id,
            KubernetesUid = KubernetesUid,
            Store = store,
            Created = ours,
        };
    }

    private string KubernetesUid => cache.Namespaces.Get(null, "kube-system")?.Metadata.Uid ?? "";

    private async Task WriteAsync(Dictionary<string, TopicRecord> next, CancellationToken cancellation)
    {
        await client.ApplyAsync(ConfigMap.Resource, TopicsConfigMap.Build(next.Values, options.Namespace), new ApplyOptions(Names.FieldManager), cancellation).ConfigureAwait(false);
        this.records = next;
    }

    private async Task<Dictionary<string, TopicRecord>> ReadAsync(CancellationToken cancellation)
    {
        var map = await client.FindAsync(ConfigMap.Resource, options.Namespace, Names.TopicsConfigMap, cancellation).ConfigureAwait(false);
        var records = new Dictionary<string, TopicRecord>(StringComparer.Ordinal);
        foreach (var record in TopicsConfigMap.Read(map))
        {
            records[TopicsConfigMap.Key(record.ClusterId, record.Topic)] = record;
        }

        return records;
    }
}
