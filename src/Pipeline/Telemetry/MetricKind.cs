namespace LogOperator.Pipeline.Telemetry;

/// <summary>How a metric moves.</summary>
public enum MetricKind
{
    /// <summary>Only up, from the start of the process.</summary>
    Counter,

    /// <summary>Up and down.</summary>
    Gauge,
}
