using System.Text.Json.Nodes;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Objects;
using LogOperator.Kubernetes.Watching;
using LogOperator.Operator.Cache;
using LogOperator.Operator.Resources;
using LogOperator.Operator.Status;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sinks.Kafka;
using Microsoft.Extensions.Logging;

namespace LogOperator.Operator.Topics;

/// <summary>The finalizer of stores whose topics go with them; no other store has one.</summary>
internal sealed class TopicFinalizer(KubeClient client, ClusterCache cache, ILogger logger)
{
    /// <summary>Its name.</summary>
    public const string Name = "logoperator.io/topics";

    /// <summary>Whether an object has it.</summary>
    public static bool IsOn(ObjectMeta metadata) => metadata.Finalizers?.Contains(Name) == true;

    /// <summary>Whether a store is to have it.</summary>
    public static bool IsFor(SinkSpec spec) => spec.Kafka?.TopicManagement is { DeletionPolicy: TopicDeletion.Delete, Policy: TopicPolicy.Create or TopicPolicy.Manage };

    /// <summary>Gives it to the stores that are to have it, and takes it from those that are not. What does not work is tried again with the next pass: without it the topic stays.</summary>
    public async Task KeepAsync(CancellationToken cancellation)
    {
        await KeepAsync(cache.LogStores, LogStore.Resource, cancellation).ConfigureAwait(false);
        await KeepAsync(cache.ClusterLogStores, ClusterLogStore.Resource, cancellation).ConfigureAwait(false);
    }

    /// <summary>Sets it or takes it away.</summary>
    /// <exception cref="KubeException">Also a conflict, where the object was changed since it was seen.</exception>
    public Task SetAsync(string kind, ObjectMeta metadata, bool on, CancellationToken cancellation)
    {
        var others = (metadata.Finalizers ?? []).Where(f => f != Name);
        var finalizers = new JsonArray([.. (on ? others.Append(Name) : others).Select(f => (JsonNode)f)]);
        return client.PatchAsync(
            CustomKind.Of(kind),
            metadata.Namespace,
            metadata.Name!,
            KubePatch.Merge(new JsonObject
            {
                ["metadata"] = new JsonObject { ["uid"] = metadata.Uid, ["resourceVersion"] = metadata.ResourceVersion, ["finalizers"] = finalizers },
            }),
            options: new WriteOptions { FieldManager = Names.FieldManager },
            cancellation: cancellation);
    }

    private async Task KeepAsync<T>(Store<T> stores, KubeResource<T> resource, CancellationToken cancellation)
        where T : class, ICustomResource<SinkSpec, LogStoreStatus>
    {
        foreach (var store in stores.Snapshot().Where(s => s.Metadata.DeletionTimestamp is null && IsOn(s.Metadata) != IsFor(s.Spec)))
        {
            try
            {
                await SetAsync(resource.Kind, store.Metadata, IsFor(store.Spec), cancellation).ConfigureAwait(false);
            }
            catch (KubeException e) when (e.IsConflict || e.IsNotFound)
            {
                // It is not any more as it was seen; the next pass sees it.
            }
            catch (KubeException e)
            {
                Log.NotApplied(logger, resource.Kind, store.Metadata.Namespace, store.Name(), e.Message);
            }
        }
    }
}
