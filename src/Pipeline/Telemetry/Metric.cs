namespace LogOperator.Pipeline.Telemetry;

/// <summary>Declares one metric.</summary>
/// <param name="Name"><c>logagent_&lt;thing&gt;_&lt;unit&gt;</c>, counters with <c>_total</c> behind it.</param>
/// <param name="Kind">How it moves.</param>
/// <param name="Help">What it says, as one sentence.</param>
/// <param name="Labels">Names of its labels, in the order in which values are given. Their number of values is bounded by the configuration.</param>
public sealed record Metric(string Name, MetricKind Kind, string Help, params IReadOnlyList<string> Labels);
