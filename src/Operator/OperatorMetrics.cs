using System.Diagnostics.Metrics;

namespace LogOperator.Operator;

/// <summary>Every metric of this assembly, in the meter <see cref="MeterName"/>.</summary>
internal static class OperatorMetrics
{
    public const string MeterName = "LogOperator.Operator";

    private static readonly Meter Meter = new(MeterName);
    private static volatile IReadOnlyDictionary<string, int> flows = new Dictionary<string, int>();

    public static readonly Counter<long> Passes = Meter.CreateCounter<long>("logoperator_passes_total", "{pass}", "Passes over the cluster, by result.");
    public static readonly Counter<long> Applied = Meter.CreateCounter<long>("logoperator_objects_applied_total", "{object}", "Objects applied or deleted, by result.");
    public static readonly Counter<long> StatusWrites = Meter.CreateCounter<long>("logoperator_status_writes_total", "{write}", "Statuses written.");
    public static readonly Counter<long> AgentPolls = Meter.CreateCounter<long>("logoperator_agent_polls_total", "{poll}", "Requests for agents' reports, by result.");
    public static readonly Counter<long> TopicSteps = Meter.CreateCounter<long>("logoperator_topic_steps_total", "{step}", "Steps taken on Kafka topics, by result.");
    public static readonly Counter<long> SecretReads = Meter.CreateCounter<long>("logoperator_secret_reads_total", "{read}", "Reads of stores' Secrets that the API server did not answer; what was known before is used.");
    public static readonly ObservableGauge<int> Pipelines = Meter.CreateObservableGauge(
        "logoperator_pipelines", () => flows.Select(f => new Measurement<int>(f.Value, new KeyValuePair<string, object?>("flowing", f.Key))), "{pipeline}",
        "Pipelines by the reason of their condition Flowing, such as Flowing, Lagging or StoreUnreachable; told by the leader.");
    public static readonly Gauge<int> Leader = Meter.CreateGauge<int>("logoperator_leader", "{leader}", "1 while this process leads.");

    /// <summary>Tells how many pipelines there are of each reason of their condition Flowing; nothing while this process does not lead.</summary>
    public static void Flows(IReadOnlyDictionary<string, int> byReason) => flows = byReason;

    public static void Count(this Counter<long> counter, string result) => counter.Add(1, new KeyValuePair<string, object?>("result", result));
}
