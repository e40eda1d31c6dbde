using LogOperator.Kubernetes.Control;
using LogOperator.Kubernetes.Objects;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Kubernetes.Watching;

/// <summary>
/// Keeps a <see cref="Store{T}" /> equal to what the API server holds: lists, then watches, goes on from the last version when a watch ends, and lists again
/// when that version is too old. Deletions that nobody watched are found at the next list.
/// </summary>
/// <typeparam name="T">Type of the objects.</typeparam>
public sealed class Informer<T>
    where T : class, IKubeObject
{
    // Spread, so that the watches of many programs do not end at the same moment.
    private static readonly Backoff WatchTimeout = new(TimeSpan.FromMinutes(7), TimeSpan.FromMinutes(7), 0.3);

    private readonly KubeClient client;
    private readonly KubeResource<T> resource;
    private readonly InformerOptions options;
    private readonly Backoff backoff;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly TaskCompletionSource synced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Makes an informer; <see cref="RunAsync" /> starts it.</summary>
    public Informer(KubeClient client, KubeResource<T> resource, InformerOptions? options = null, TimeProvider? time = null, ILogger? logger = null)
    {
        this.client = client;
        this.resource = resource;
        this.options = options ?? new InformerOptions();
        backoff = this.options.Backoff ?? Backoff.Connection;
        this.time = time ?? TimeProvider.System;
        this.logger = logger ?? NullLogger.Instance;
    }

    /// <summary>The objects as last seen.</summary>
    public Store<T> Store { get; } = new();

    /// <summary>Ends when the first list is in the store; is cancelled when the informer stops before.</summary>
    public Task HasSynced => synced.Task;

    /// <summary>When the server was last heard of; null before the first list.</summary>
    public DateTimeOffset? LastContact { get; private set; }

    /// <summary>Runs until cancelled; failures of the server are waited out.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await FollowAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            // Whoever waits for the first list must not wait for ever.
            synced.TrySetCanceled(CancellationToken.None);
        }
    }

    private async Task FollowAsync(CancellationToken cancellation)
    {
        string? version = null;
        var failures = 0;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                version ??= await ListAsync(cancellation).ConfigureAwait(false);
                await foreach (var change in this.client.WatchAsync(this.resource, this.options.Namespace, Options(version), cancellation).ConfigureAwait(false))
                {
                    failures = 0;
                    Apply(change);
                    version = change.ResourceVersion ?? version;
                }

                Log.WatchEnded(this.logger, this.resource.ToString(), version);

                // A server that ends watches at once must not be asked in a tight loop.
                failures++;
                if (failures > 1)
                {
                    await Task.Delay(backoff.After(failures - 1), this.time, cancellation).ConfigureAwait(false);
                }
            }
            catch (KubeException e) when (e.IsExpired && version is not null)
            {
                Log.Relisting(this.logger, this.resource.ToString());
                version = null;
                failures++;
                if (failures > 1)
                {
                    await WaitAsync(e, failures - 1, cancellation).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (e is KubeException or KubeConfigException)
            {
                await WaitAsync(e, ++failures, cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                break;
            }
        }
    }

    private async Task<string?> ListAsync(CancellationToken cancellation)
    {
        var list = await this.client.ListAsync(
            this.resource, this.options.Namespace, new ListOptions { LabelSelector = this.options.LabelSelector, FieldSelector = this.options.FieldSelector }, cancellation).ConfigureAwait(false);
        foreach (var undecodable in list.Undecodable)
        {
            Report(undecodable);
        }

        Store.Replace(list.Items, list.Undecodable);
        LastContact = this.time.GetUtcNow();
        KubernetesMetrics.Lists.Add(1, new KeyValuePair<string, object?>("resource", this.resource.ToString()));
        Log.Synced(this.logger, this.resource.ToString(), list.Items.Count, list.Metadata.ResourceVersion);
        synced.TrySetResult();
        return list.Metadata.ResourceVersion;
    }

    private WatchOptions Options(string? version) => new()
    {
        LabelSelector = this.options.LabelSelector,
        FieldSelector = this.options.FieldSelector,
        ResourceVersion = version,
        Timeout = WatchTimeout.After(1),
    };

    private void Apply(WatchEvent<T> change)
    {
        LastContact = this.time.GetUtcNow();
        if (change.Undecodable is { } undecodable)
        {
            if (change.Type == WatchEventType.Deleted)
            {
                Store.Delete(undecodable.Key, null);
            }
            else
            {
                Store.SetUndecodable(undecodable);
            }

            Report(undecodable);
        }
        else if (change.Object is { } obj)
        {
            if (change.Type == WatchEventType.Deleted)
            {
                Store.Delete(obj.Key(), obj);
            }
            else
            {
                Store.Set(obj);
            }
        }
    }

    private void Report(UndecodableObject undecodable)
    {
        KubernetesMetrics.Undecodable.Add(1, new KeyValuePair<string, object?>("resource", this.resource.ToString()));
        Log.Undecodable(this.logger, undecodable.Problem);
        this.options.OnUndecodable?.Invoke(undecodable);
    }

    private async Task WaitAsync(Exception failure, int failures, CancellationToken cancellation)
    {
        var wait = backoff.After(failures);
        KubernetesMetrics.WatchFailures.Add(1, new KeyValuePair<string, object?>("resource", this.resource.ToString()));
        Log.WatchFailed(this.logger, this.resource.ToString(), failure.Message, wait);
        try
        {
            await Task.Delay(wait, this.time, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The loop's condition ends it.
        }
    }
}
