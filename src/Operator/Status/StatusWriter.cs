using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using LogOperator.Crds.Compilation;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Control;
using Microsoft.Extensions.Logging;

namespace LogOperator.Operator.Status;

/// <summary>
/// Writes statuses: only what changed, substance at once, mere wording at most every <see cref="MinorInterval"/> an object, and never more than
/// <see cref="WritesPerSecond"/> in all, since every write wakes every watcher.
/// </summary>
internal sealed class StatusWriter : IDisposable
{
    public const int WritesPerSecond = 10;
    private static readonly TimeSpan MinorInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1.0 / WritesPerSecond);

    private readonly KubeClient _client;
    private readonly EventRecorder _events;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly WorkQueue<ResourceId> _queue;
    private readonly ConcurrentDictionary<ResourceId, WantedStatus> _wanted = new();
    private readonly Dictionary<ResourceId, Written> _written = [];

    public StatusWriter(KubeClient client, EventRecorder events, TimeProvider time, ILogger<StatusWriter> logger)
    {
        _client = client;
        _events = events;
        _time = time;
        _logger = logger;
        _queue = new WorkQueue<ResourceId>("status", time: time);
    }

    /// <summary>Says which statuses all objects should have; those that are not named any more are forgotten.</summary>
    public void Want(IReadOnlyDictionary<ResourceId, WantedStatus> statuses)
    {
        foreach (var gone in _wanted.Keys.Where(k => !statuses.ContainsKey(k)))
            _wanted.TryRemove(gone, out _);
        foreach (var (resource, status) in statuses)
        {
            _wanted[resource] = status;
            if (status.Present is null || !JsonNode.DeepEquals(status.Present, status.Status))
                _queue.Add(resource);
        }
    }

    /// <summary>Writes until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) => new Controller<ResourceId>("status", _queue, WriteAsync, 1, _logger).RunAsync(cancellation);

    /// <inheritdoc/>
    public void Dispose() => _queue.Dispose();

    private async ValueTask<ReconcileResult> WriteAsync(ResourceId resource, CancellationToken cancellation)
    {
        if (!_wanted.TryGetValue(resource, out var wanted))
        {
            _written.Remove(resource);
            return ReconcileResult.Done;
        }

        // Until the watch brings back what was just written, that is what stands in the object; of one that cannot be read it is all that is known.
        var last = _written.GetValueOrDefault(resource) is { } one && one.Uid == wanted.Regarding.Uid ? one : null;
        var unreadable = wanted.Present is null;
        var present = last is not null && (unreadable || last.SeenVersion == wanted.Regarding.ResourceVersion) ? last.Status : wanted.Present ?? [];
        if (StatusPatch.Between(present, wanted.Status) is not { } patch)
            return ReconcileResult.Done;
        if (last is not null && !StatusPatch.DiffersInSubstance(present, wanted.Status))
        {
            if (unreadable)
                return ReconcileResult.Done;
            if (last.At + MinorInterval - _time.GetUtcNow() is { Ticks: > 0 } wait)
                return ReconcileResult.After(wait);
        }

        try
        {
            await _client.PatchStatusAsync(
                CustomKind.Of(resource.Kind),
                resource.Namespace.Length == 0 ? null : resource.Namespace,
                resource.Name,
                KubePatch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["uid"] = wanted.Regarding.Uid }, ["status"] = patch }),
                new WriteOptions { FieldManager = Resources.Names.FieldManager },
                cancellation).ConfigureAwait(false);
        }
        catch (KubeException e) when (e.IsNotFound || e.IsConflict)
        {
            // It was deleted, perhaps made anew; the next pass knows.
            return ReconcileResult.Done;
        }

        OperatorMetrics.StatusWrites.Add(1);
        _written[resource] = new Written(wanted.Regarding.Uid, wanted.Regarding.ResourceVersion, wanted.Status, _time.GetUtcNow());
        _events.Record(wanted.Regarding, present, wanted.Status);
        Log.StatusWritten(_logger, resource);
        await Task.Delay(Pause, _time, cancellation).ConfigureAwait(false);
        return ReconcileResult.Done;
    }

    private sealed record Written(string? Uid, string? SeenVersion, JsonObject Status, DateTimeOffset At);
}
