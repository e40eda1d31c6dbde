using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using LogOperator.Crds.Compilation;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Control;
using Microsoft.Extensions.Logging;

namespace LogOperator.Operator.Status;

/// <summary>
/// Writes statuses: only what changed, substance at once, mere wording at most every <see cref="MinorInterval"/> an object, rates, lag and drops at most every
/// <see cref="FiguresInterval"/>, and never more than <see cref="WritesPerSecond"/> in all, since every write wakes every watcher.
/// </summary>
internal sealed class StatusWriter : IDisposable
{
    public const int WritesPerSecond = 10;
    public static readonly TimeSpan MinorInterval = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan FiguresInterval = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1.0 / WritesPerSecond);

    private readonly KubeClient client;
    private readonly EventRecorder events;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly WorkQueue<ResourceId> queue;
    private readonly ConcurrentDictionary<ResourceId, WantedStatus> wanted = new();
    private readonly Dictionary<ResourceId, Written> written = [];
    private readonly DateTimeOffset began;

    public StatusWriter(KubeClient client, EventRecorder events, TimeProvider time, ILogger<StatusWriter> logger)
    {
        this.client = client;
        this.events = events;
        this.time = time;
        this.logger = logger;
        began = time.GetUtcNow();
        queue = new WorkQueue<ResourceId>("status", time: time);
    }

    /// <summary>Says which statuses all objects should have; those that are not named any more are forgotten.</summary>
    public void Want(IReadOnlyDictionary<ResourceId, WantedStatus> statuses)
    {
        foreach (var gone in this.wanted.Keys.Where(k => !statuses.ContainsKey(k)))
        {
            this.wanted.TryRemove(gone, out _);
        }

        foreach (var (resource, status) in statuses)
        {
            this.wanted[resource] = status;
            if (status.Present is null || !JsonNode.DeepEquals(status.Present, status.Status))
            {
                queue.Add(resource);
            }
        }
    }

    /// <summary>Writes until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) => new Controller<ResourceId>("status", queue, WriteAsync, 1, this.logger).RunAsync(cancellation);

    /// <inheritdoc/>
    public void Dispose() => queue.Dispose();

    private async ValueTask<ReconcileResult> WriteAsync(ResourceId resource, CancellationToken cancellation)
    {
        if (!this.wanted.TryGetValue(resource, out var wanted))
        {
            written.Remove(resource);
            return ReconcileResult.Done;
        }

        // Until the watch brings back what was just written, that is what stands in the object; of one that cannot be read it is all that is known.
        var last = written.GetValueOrDefault(resource) is { } one && one.Uid == wanted.Regarding.Uid ? one : null;
        var unreadable = wanted.Present is null;
        var present = last is not null && (unreadable || last.SeenVersion == wanted.Regarding.ResourceVersion) ? last.Status : wanted.Present ?? [];
        if (StatusPatch.Between(present, wanted.Status) is not { } patch)
        {
            return ReconcileResult.Done;
        }

        if (!StatusPatch.DiffersInSubstance(present, wanted.Status))
        {
            if (unreadable)
            {
                return ReconcileResult.Done;
            }

            // A new leader does not know when the figures were written last.
            var next = StatusPatch.DiffersBesideFigures(present, wanted.Status) ? last?.At + MinorInterval : (last?.At ?? began) + FiguresInterval;
            if (next - this.time.GetUtcNow() is { Ticks: > 0 } wait)
            {
                return ReconcileResult.After(wait);
            }
        }

        try
        {
            await this.client.PatchStatusAsync(
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
        written[resource] = new Written(wanted.Regarding.Uid, wanted.Regarding.ResourceVersion, wanted.Status, this.time.GetUtcNow());
        this.events.Record(wanted.Regarding, present, wanted.Status);
        Log.StatusWritten(this.logger, resource);
        await Task.Delay(Pause, this.time, cancellation).ConfigureAwait(false);
        return ReconcileResult.Done;
    }

    private sealed record Written(string? Uid, string? SeenVersion, JsonObject Status, DateTimeOffset At);
}
