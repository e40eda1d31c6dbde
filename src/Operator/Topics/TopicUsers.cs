using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes.Objects;
using LogOperator.Kubernetes.Watching;
using LogOperator.Operator.Cache;
using LogOperator.Pipeline.Sinks;

namespace LogOperator.Operator.Topics;

/// <summary>Knows which stores write to a topic, whether or not they have the operator look after it.</summary>
/// <param name="cache">The stores.</param>
/// <param name="clusterOf">Id of the Kafka cluster of a store, by its key, where it is known.</param>
internal sealed class TopicUsers(ClusterCache cache, Func<string, string?> clusterOf)
{
    /// <summary>Another store that names a topic and is not known to mean another Kafka cluster; null if there is none. In doubt it is a user.</summary>
    public string? Other(LeavingStore store, string topic, string clusterId) =>
        Others(cache.LogStores, nameof(LogStore), topic, clusterId).Concat(Others(cache.ClusterLogStores, nameof(ClusterLogStore), topic, clusterId)).FirstOrDefault(o => o != store.Name);

    private IEnumerable<string> Others<T>(Store<T> stores, string kind, string topic, string clusterId)
        where T : class, ICustomResource<SinkSpec, LogStoreStatus> =>
        from store in stores.Snapshot()
        where store.Metadata.DeletionTimestamp is null && store.Spec.Kafka?.Topic.Name == topic
        let key = $"{store.Metadata.Namespace}/{store.Name()}"
        let known = clusterOf(key)
        where known is null || known == clusterId
        select $"{kind} {key.TrimStart('/')}";
}
