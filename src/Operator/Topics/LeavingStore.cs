using LogOperator.Crds.Compilation;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Objects;
using LogOperator.Kubernetes.Watching;
using LogOperator.Operator.Cache;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sinks;

namespace LogOperator.Operator.Topics;

/// <summary>A store that is being deleted and waits for its topics to be deleted first.</summary>
/// <param name="Id">The store.</param>
/// <param name="Metadata">Its metadata.</param>
/// <param name="Config">What its brokers are talked to with.</param>
internal sealed record LeavingStore(ResourceId Id, ObjectMeta Metadata, StoreConfig Config)
{
    /// <summary>Kind and key, as the ledger has them.</summary>
    public string Name => $"{Id.Kind} {Id.Key.TrimStart('/')}";

    /// <summary>The Secrets that talking to its brokers takes.</summary>
    public IEnumerable<SecretUse> Secrets => SecretReferences.Of(Config.Spec, Config.SecretNamespace).Select(r => r.Use);

    /// <summary>All of them that are in the cluster now.</summary>
    public static IReadOnlyList<LeavingStore> All(ClusterCache cache, string operatorNamespace) =>
        [.. Among(cache.LogStores, LogStore.Resource, operatorNamespace), .. Among(cache.ClusterLogStores, ClusterLogStore.Resource, operatorNamespace)];

    private static IEnumerable<LeavingStore> Among<T>(Store<T> stores, KubeResource<T> resource, string operatorNamespace)
        where T : class, ICustomResource<SinkSpec, LogStoreStatus> =>
        from store in stores.Snapshot()
        where store.Metadata.DeletionTimestamp is not null && TopicFinalizer.IsOn(store.Metadata)
        let ns = store.Metadata.Namespace ?? ""
        select new LeavingStore(
            new ResourceId(resource.Kind, ns, store.Name()),
            store.Metadata,
            new StoreConfig { Namespace = ns, Name = store.Name(), SecretNamespace = resource.Namespaced ? ns : operatorNamespace, Spec = store.Spec });
}
