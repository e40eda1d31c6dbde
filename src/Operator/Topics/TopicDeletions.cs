using System.Collections.Concurrent;
using LogOperator.Crds.Compilation;
using LogOperator.Kubernetes.Control;
using LogOperator.Operator.Status;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sinks.Kafka.Topics;
using Microsoft.Extensions.Logging;

namespace LogOperator.Operator.Topics;

/// <summary>
/// Deletes the topics of stores that are deleted and say <c>deletionPolicy: Delete</c>: only those that the operator created for that very store, in the very incarnation that it
/// created, and that no other store uses. Tried for a while; then the store goes and the topics stay, so that no namespace's deletion hangs on a broker.
/// </summary>
internal sealed class TopicDeletions : IDisposable
{
    private const int Workers = 4;
    private const string Action = "DeleteTopic";
    private static readonly Backoff Waits = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));

    private readonly TopicFinalizer finalizer;
    private readonly TopicLedger ledger;
    private readonly TopicUsers users;
    private readonly TenantBrokers brokers;
    private readonly ICredentials credentials;
    private readonly EventRecorder events;
    private readonly TimeSpan patience;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly WorkQueue<ResourceId> queue;
    private readonly ConcurrentDictionary<ResourceId, LeavingStore> leaving = new();

    /// <summary>Makes it; <see cref="RunAsync"/> starts it.</summary>
    public TopicDeletions(
        TopicFinalizer finalizer, TopicLedger ledger, TopicUsers users, TenantBrokers brokers, ICredentials credentials, EventRecorder events, TimeSpan patience, TimeProvider time,
        ILogger<TopicDeletions> logger)
    {
        this.finalizer = finalizer;
        this.ledger = ledger;
        this.users = users;
        this.brokers = brokers;
        this.credentials = credentials;
        this.events = events;
        this.patience = patience;
        this.time = time;
        this.logger = logger;
        queue = new WorkQueue<ResourceId>("topic-deletions", Waits, time);
    }

    /// <summary>Says which stores wait to go.</summary>
    public void Want(IReadOnlyList<LeavingStore> stores)
    {
        foreach (var gone in leaving.Keys.Except(stores.Select(s => s.Id)).ToList())
        {
            leaving.TryRemove(gone, out _);
        }

        foreach (var store in stores)
        {
            // One that is known waits for its turn.
            var known = leaving.ContainsKey(store.Id);
            leaving[store.Id] = store;
            if (!known)
            {
                queue.Add(store.Id);
            }
        }
    }

    /// <summary>Works until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) => new Controller<ResourceId>("topic-deletions", queue, ReconcileAsync, Workers, this.logger).RunAsync(cancellation);

    /// <inheritdoc/>
    public void Dispose() => queue.Dispose();

    private async ValueTask<ReconcileResult> ReconcileAsync(ResourceId id, CancellationToken cancellation)
    {
        if (!leaving.TryGetValue(id, out var store))
        {
            return ReconcileResult.Done;
        }

        if (await TryDeleteAsync(store, cancellation).ConfigureAwait(false) is { } failure)
        {
            if (this.time.GetUtcNow() - store.Metadata.DeletionTimestamp < this.patience)
            {
                OperatorMetrics.TopicSteps.Count("failed");
                return ReconcileResult.Retry(failure);
            }

            Tell(store, warning: true, "TopicsRetained", $"{failure}; the store goes, and its topics stay");
        }

        await this.finalizer.SetAsync(id.Kind, store.Metadata, on: false, cancellation).ConfigureAwait(false);
        return ReconcileResult.Done;
    }

    private async Task<string?> TryDeleteAsync(LeavingStore store, CancellationToken cancellation)
    {
        try
        {
            return await DeleteAsync(store, cancellation).ConfigureAwait(false);
        }
        catch (Kubernetes.KubeException e)
        {
            return e.Message;
        }
    }

    // Null when nothing is left to be done.
    private async Task<string?> DeleteAsync(LeavingStore store, CancellationToken cancellation)
    {
        var records = await this.ledger.CreatedForAsync(store.Name, cancellation).ConfigureAwait(false);
        if (records.Count == 0)
        {
            return null;
        }

        if (store.Config.Spec.Kafka is null)
        {
            return "the store's brokers are not known any more";
        }

        if (await this.brokers.RefuseAsync(store.Config, cancellation).ConfigureAwait(false) is { } refused)
        {
            return refused;
        }

        var opened = KafkaTopicAdmin.Open(store.Config, this.credentials, this.logger, this.time);
        if (opened.Value is not { } admin)
        {
            return opened.Failure!.Message;
        }

        await using (admin.ConfigureAwait(false))
        {
            var cluster = await admin.ClusterIdAsync(cancellation).ConfigureAwait(false);
            if (cluster.Value is not { } clusterId)
            {
                return cluster.Failure!.Message;
            }

            foreach (var record in records)
            {
                if (await DeleteAsync(store, record, clusterId, admin, cancellation).ConfigureAwait(false) is { } failure)
                {
                    return failure.Message;
                }
            }
        }

        return null;
    }

    private async Task<TopicFailure?> DeleteAsync(LeavingStore store, TopicRecord record, string clusterId, KafkaTopicAdmin admin, CancellationToken cancellation)
    {
        if (record.ClusterId != clusterId)
        {
            Tell(store, warning: true, "TopicsRetained", $"topic \"{record.Topic}\" is in another Kafka cluster than the store, and stays");
            return null;
        }

        var look = await admin.DescribeAsync(record.Topic, cancellation).ConfigureAwait(false);
        if (look.Value is not { } topic)
        {
            return look.Failure;
        }

        var why = !topic.Exists ? null
            : topic.Id is null || topic.Id != record.TopicId ? "was deleted and made anew by somebody else"
            : this.users.Other(store, record.Topic, clusterId) is { } other ? $"is used by {other}"
            : null;
        if (why is not null)
        {
            Tell(store, warning: true, "TopicsRetained", $"topic \"{record.Topic}\" {why}, and stays");
            return null;
        }

        if (topic.Exists)
        {
            if (await admin.DeleteAsync(record.Topic, cancellation).ConfigureAwait(false) is { Reason: not TopicFailureReason.NotFound } failure)
            {
                return failure;
            }

            OperatorMetrics.TopicSteps.Count("done");
            Log.TopicChanged(this.logger, store.Name, record.Topic, "deleted");
            Tell(store, warning: false, "TopicDeleted", $"topic \"{record.Topic}\" was deleted with its store");
        }

        await this.ledger.ForgetAsync(record, cancellation).ConfigureAwait(false);
        return null;
    }

    private void Tell(LeavingStore store, bool warning, string reason, string note)
    {
        var resource = CustomKind.Of(store.Id.Kind);
        var regarding = new Kubernetes.Objects.ObjectReference
        {
            ApiVersion = resource.ApiVersion,
            Kind = store.Id.Kind,
            Namespace = store.Metadata.Namespace,
            Name = store.Metadata.Name,
            Uid = store.Metadata.Uid,
            ResourceVersion = store.Metadata.ResourceVersion,
        };
        if (warning)
        {
            this.events.Warning(regarding, reason, Action, note);
        }
        else
        {
            this.events.Normal(regarding, reason, Action, note);
        }
    }
}
