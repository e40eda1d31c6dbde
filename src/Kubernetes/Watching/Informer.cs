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

    private readonly KubeClient _client;
    private readonly KubeResource<T> _resource;
    private readonly InformerOptions _options;
    private readonly Backoff _backoff;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Makes an informer; <see cref="RunAsync" /> starts it.</summary>
    public Informer(KubeClient client, KubeResource<T> resource, InformerOptions? options = null, TimeProvider? time = null, ILogger? logger = null)
    {
        _client = client;
        _resource = resource;
        _options = options ?? new InformerOptions();
        _backoff = _options.Backoff ?? Backoff.Connection;
        _time = time ?? TimeProvider.System;
        _logger = logger ?? NullLogger.Instance;
    }

    /// <summary>The objects as last seen.</summary>
    public Store<T> Store { get; } = new();

    /// <summary>Ends when the first list is in the store; is cancelled when the informer stops before.</summary>
    public Task HasSynced => _synced.Task;

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
            _synced.TrySetCanceled(CancellationToken.None);
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
                await foreach (var change in _client.WatchAsync(_resource, _options.Namespace, Options(version), cancellation).ConfigureAwait(false))
                {
                    failures = 0;
                    Apply(change);
                    version = change.ResourceVersion ?? version;
                }

                Log.WatchEnded(_logger, _resource.ToString(), version);

                // A server that ends watches at once must not be asked in a tight loop.
                failures++;
                if (failures > 1)
                    await Task.Delay(_backoff.After(failures - 1), _time, cancellation).ConfigureAwait(false);
            }
            catch (KubeException e) when (e.IsExpired && version is not null)
            {
                Log.Relisting(_logger, _resource.ToString());
                version = null;
                failures++;
                if (failures > 1)
                    await WaitAsync(e, failures - 1, cancellation).ConfigureAwait(false);
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
        var list = await _client.ListAsync(
            _resource, _options.Namespace, new ListOptions { LabelSelector = _options.LabelSelector, FieldSelector = _options.FieldSelector }, cancellation).ConfigureAwait(false);
        foreach (var undecodable in list.Undecodable)
            Report(undecodable);
        Store.Replace(list.Items, list.Undecodable);
        LastContact = _time.GetUtcNow();
        KubernetesMetrics.Lists.Add(1, new KeyValuePair<string, object?>("resource", _resource.ToString()));
        Log.Synced(_logger, _resource.ToString(), list.Items.Count, list.Metadata.ResourceVersion);
        _synced.TrySetResult();
        return list.Metadata.ResourceVersion;
    }

    private WatchOptions Options(string? version) => new()
    {
        LabelSelector = _options.LabelSelector,
        FieldSelector = _options.FieldSelector,
        ResourceVersion = version,
        Timeout = WatchTimeout.After(1),
    };

    private void Apply(WatchEvent<T> change)
    {
        LastContact = _time.GetUtcNow();
        if (change.Undecodable is { } undecodable)
        {
            if (change.Type == WatchEventType.Deleted)
                Store.Delete(undecodable.Key, null);
            else
                Store.SetUndecodable(undecodable);
            Report(undecodable);
        }
        else if (change.Object is { } obj)
        {
            if (change.Type == WatchEventType.Deleted)
                Store.Delete(obj.Key(), obj);
            else
                Store.Set(obj);
        }
    }

    private void Report(UndecodableObject undecodable)
    {
        KubernetesMetrics.Undecodable.Add(1, new KeyValuePair<string, object?>("resource", _resource.ToString()));
        Log.Undecodable(_logger, undecodable.Problem);
        _options.OnUndecodable?.Invoke(undecodable);
    }

    private async Task WaitAsync(Exception failure, int failures, CancellationToken cancellation)
    {
        var wait = _backoff.After(failures);
        KubernetesMetrics.WatchFailures.Add(1, new KeyValuePair<string, object?>("resource", _resource.ToString()));
        Log.WatchFailed(_logger, _resource.ToString(), failure.Message, wait);
        try
        {
            await Task.Delay(wait, _time, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The loop's condition ends it.
        }
    }
}
