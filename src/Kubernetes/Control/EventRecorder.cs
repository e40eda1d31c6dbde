using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using LogOperator.Kubernetes.Objects;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Kubernetes.Control;

/// <summary>
/// Writes Events (events.k8s.io/v1) about objects. Recording never waits and never throws; repetitions count up one event; each object has a budget of writes,
/// and what is beyond it is dropped and counted, except that the count of repetitions goes out with the next write.
/// </summary>
public sealed class EventRecorder
{
    // Bounds of the API (validation of events.k8s.io/v1).
    private const int MaxNoteBytes = 1024;
    private const int MaxInstanceLength = 128;
    private const int MaxNameLength = 253;

    private readonly KubeClient client;
    private readonly string controller;
    private readonly string instance;
    private readonly EventRecorderOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Channel<Occurrence> waiting;
    private readonly EventMemory memory;

    /// <summary>Makes a recorder; <see cref="RunAsync" /> writes what is recorded.</summary>
    /// <param name="client">Where to write.</param>
    /// <param name="controller">Who reports: a qualified name such as <c>logoperator.io/operator</c>.</param>
    /// <param name="instance">Which process reports, for instance the pod's name.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="time">Clock.</param>
    /// <param name="logger">Where failures are told.</param>
    public EventRecorder(
        KubeClient client, string controller, string instance, EventRecorderOptions? options = null, TimeProvider? time = null, ILogger<EventRecorder>? logger = null)
    {
        this.client = client;
        this.controller = controller;
        this.instance = instance.Length > MaxInstanceLength ? instance[..MaxInstanceLength] : instance;
        this.options = options ?? new EventRecorderOptions();
        this.time = time ?? TimeProvider.System;
        this.logger = (ILogger?)logger ?? NullLogger.Instance;
        waiting = Channel.CreateBounded<Occurrence>(new BoundedChannelOptions(this.options.Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        memory = new EventMemory(this.options, this.time);
    }

    /// <summary>Something normal happened.</summary>
    public void Normal(ObjectReference regarding, string reason, string action, string note) => Record("Normal", regarding, reason, action, note);

    /// <summary>Something happened that somebody should look at.</summary>
    public void Warning(ObjectReference regarding, string reason, string action, string note) => Record("Warning", regarding, reason, action, note);

    /// <summary>Writes what is recorded, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await foreach (var occurrence in waiting.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                await WriteAsync(occurrence, cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Events are hints; those that wait go with the process.
        }
    }

    private void Record(string type, ObjectReference regarding, string reason, string action, string note)
    {
        var occurrence = new Occurrence(type, regarding with { ResourceVersion = null }, reason, action, Cut(note), this.time.GetUtcNow());
        if (!waiting.Writer.TryWrite(occurrence))
        {
            Dropped("full");
        }
    }

    private async Task WriteAsync(Occurrence occurrence, CancellationToken cancellation)
    {
        var series = memory.Remember(occurrence.Type, occurrence.Regarding, occurrence.Reason, occurrence.Action, occurrence.Note);
        series.Count++;
        if (!memory.MayWrite(occurrence.Regarding))
        {
            Dropped("limited");
            return;
        }

        try
        {
            if (series.Name is { } name)
            {
                var patch = new JsonObject { ["series"] = JsonSerializer.SerializeToNode(new EventSeries { Count = series.Count, LastObservedTime = occurrence.At }, KubernetesJson.Default.EventSeries) };
                try
                {
                    await this.client.PatchAsync(Event.Resource, Namespace(occurrence), name, KubePatch.Merge(patch), null, null, cancellation).ConfigureAwait(false);
                    return;
                }
                catch (KubeException e) when (e.IsNotFound)
                {
                    // The server forgets events after an hour; begin anew.
                    series.Count = 1;
                }
            }

            var made = await this.client.CreateAsync(Event.Resource, Make(occurrence), null, cancellation).ConfigureAwait(false);
            series.Name = made.Metadata.Name;
        }
        catch (Exception e) when (e is KubeException or KubeConfigException)
        {
            Dropped("failed");
            Log.EventFailed(this.logger, occurrence.Reason, $"{occurrence.Regarding.Kind} {occurrence.Regarding.Namespace}/{occurrence.Regarding.Name}", e.Message);
        }
    }

    private Event Make(Occurrence occurrence)
    {
        // As kubectl shows it: the object's name and a number that grows.
        var suffix = "." + occurrence.At.UtcTicks.ToString("x", CultureInfo.InvariantCulture) + memory.NextNumber().ToString("x", CultureInfo.InvariantCulture);
        var name = occurrence.Regarding.Name ?? "unknown";
        name = name.Length + suffix.Length > MaxNameLength ? name[..(MaxNameLength - suffix.Length)].TrimEnd('.', '-') : name;
        return new Event
        {
            Metadata = new ObjectMeta { Name = name + suffix, Namespace = Namespace(occurrence) },
            EventTime = occurrence.At,
            ReportingController = this.controller,
            ReportingInstance = this.instance,
            Action = occurrence.Action,
            Reason = occurrence.Reason,
            Regarding = occurrence.Regarding,
            Note = occurrence.Note,
            Type = occurrence.Type,
        };
    }

    // Events about cluster-scoped objects live in this namespace (validation of events.k8s.io/v1).
    private static string Namespace(Occurrence occurrence) => occurrence.Regarding.Namespace ?? "default";

    private static string Cut(string note)
    {
        if (Encoding.UTF8.GetByteCount(note) <= MaxNoteBytes)
        {
            return note;
        }

        var length = MaxNoteBytes - 3;
        var bytes = Encoding.UTF8.GetBytes(note);
        while ((bytes[length] & 0xC0) == 0x80)
        {
            length--;
        }

        return Encoding.UTF8.GetString(bytes, 0, length) + "…";
    }

    private static void Dropped(string reason) => KubernetesMetrics.EventsDropped.Add(1, new KeyValuePair<string, object?>("reason", reason));

    private sealed record Occurrence(string Type, ObjectReference Regarding, string Reason, string Action, string Note, DateTimeOffset At);
}
