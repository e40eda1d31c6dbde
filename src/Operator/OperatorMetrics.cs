using System.Diagnostics.Metrics;

namespace LogOperator.Operator;

/// <summary>Every metric of this assembly, in the meter <see cref="MeterName"/>.</summary>
internal static class OperatorMetrics
{
    public const string MeterName = "LogOperator.Operator";

    private static readonly Meter Meter = new(MeterName);

    public static readonly Counter<long> Passes = Meter.CreateCounter<long>("logoperator_passes_total", "{pass}", "Passes over the cluster, by result.");
    public static readonly Counter<long> Applied = Meter.CreateCounter<long>("logoperator_objects_applied_total", "{object}", "Objects applied or deleted, by result.");
    public static readonly Counter<long> StatusWrites = Meter.CreateCounter<long>("logoperator_status_writes_total", "{write}", "Statuses written.");
    public static readonly Counter<long> AgentPolls = Meter.CreateCounter<long>("logoperator_agent_polls_total", "{poll}", "Requests for agents' reports, by result.");
    public static readonly Counter<long> TopicSteps = Meter.CreateCounter<long>("logoperator_topic_steps_total", "{step}", "Steps taken on Kafka topics, by result.");
    public static readonly Counter<long> SecretReads = Meter.CreateCounter<long>("logoperator_secret_reads_total", "{read}", "Secrets of stores read, by result.");
    public static readonly Gauge<int> Leader = Meter.CreateGauge<int>("logoperator_leader", "{leader}", "1 while this process leads.");

    public static void Count(this Counter<long> counter, string result) => counter.Add(1, new KeyValuePair<string, object?>("result", result));
}
