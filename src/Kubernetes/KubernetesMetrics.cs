using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace LogOperator.Kubernetes;

/// <summary>Every metric of this assembly, in the meter <see cref="MeterName" />.</summary>
public static class KubernetesMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "LogOperator.Kubernetes";

    private static readonly ConcurrentDictionary<object, (Func<int> Depth, string Name)> Queues = new(ReferenceEqualityComparer.Instance);
    private static readonly Meter Meter = new(MeterName);

    internal static readonly Counter<long> QueueAdds = Meter.CreateCounter<long>("kubernetes_workqueue_adds_total", "{key}", "Keys added to a work queue");
    internal static readonly Counter<long> QueueRetries = Meter.CreateCounter<long>("kubernetes_workqueue_retries_total", "{key}", "Keys added again after a failure");
    internal static readonly Counter<long> Reconciles = Meter.CreateCounter<long>("kubernetes_reconciles_total", "{reconcile}", "Reconciles by result");
    internal static readonly Counter<long> RequestRetries = Meter.CreateCounter<long>("kubernetes_request_retries_total", "{request}", "Requests repeated because the API server asked for it");
    internal static readonly Counter<long> WatchFailures = Meter.CreateCounter<long>("kubernetes_watch_failures_total", "{failure}", "Lists and watches that failed");
    internal static readonly Counter<long> Lists = Meter.CreateCounter<long>("kubernetes_informer_lists_total", "{list}", "Full lists by informers");
    internal static readonly Counter<long> Undecodable = Meter.CreateCounter<long>("kubernetes_undecodable_objects_total", "{object}", "Objects whose JSON does not fit their type");
    internal static readonly Counter<long> EventsDropped = Meter.CreateCounter<long>("kubernetes_events_dropped_total", "{event}", "Events not written: rate limited, or refused by the API server");
    internal static readonly Counter<long> LeaseFailures = Meter.CreateCounter<long>("kubernetes_lease_failures_total", "{failure}", "Attempts to get or renew a lease that failed");

    static KubernetesMetrics() => Meter.CreateObservableGauge(
        "kubernetes_workqueue_depth",
        static () => Queues.Values.Select(q => new Measurement<int>(q.Depth(), new KeyValuePair<string, object?>("queue", q.Name))),
        "{key}",
        "Keys that wait to be worked on");

    internal static void Track(object queue, Func<int> depth, string name) => Queues[queue] = (depth, name);

    internal static void Untrack(object queue) => Queues.TryRemove(queue, out _);
}
