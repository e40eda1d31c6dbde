using System.Buffers;
using System.Globalization;
using System.Text;

namespace LogOperator.Pipeline.Telemetry;

/// <summary>
/// Writes metrics in Prometheus' text format 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/). All samples of one metric
/// stand together, as the format demands.
/// </summary>
/// <param name="output">Where the text goes, as UTF-8.</param>
public sealed class PrometheusWriter(IBufferWriter<byte> output)
{
    /// <summary>Content type of the text.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private Metric? current;

    /// <summary>Begins a metric; its samples follow.</summary>
    public void Begin(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        current = metric;
        Write("# HELP ");
        Write(metric.Name);
        Write(" ");
        Write(Escape(metric.Help, inLabel: false));
        Write("\n# TYPE ");
        Write(metric.Name);
        Write(metric.Kind == MetricKind.Counter ? " counter\n" : " gauge\n");
    }

    /// <summary>Writes one sample of the metric that was begun.</summary>
    /// <param name="value">Its value.</param>
    /// <param name="labels">Values of its labels, in their declared order.</param>
    public void Sample(double value, params ReadOnlySpan<string> labels)
    {
        var metric = current ?? throw new InvalidOperationException("a sample needs a metric that was begun");
        if (labels.Length != metric.Labels.Count)
        {
            throw new ArgumentException($"{metric.Name} has {metric.Labels.Count} labels, found {labels.Length} values", nameof(labels));
        }

        Write(metric.Name);
        for (var i = 0; i < labels.Length; i++)
        {
            Write(i == 0 ? "{" : ",");
            Write(metric.Labels[i]);
            Write("=\"");
            Write(Escape(labels[i], inLabel: true));
            Write("\"");
        }

        Write(labels.IsEmpty ? " " : "} ");
        Write(value.ToString("R", CultureInfo.InvariantCulture));
        Write("\n");
    }

    /// <summary>A metric with one sample.</summary>
    public void Single(Metric metric, double value, params ReadOnlySpan<string> labels)
    {
        Begin(metric);
        Sample(value, labels);
    }

    private static string Escape(string text, bool inLabel)
    {
        text = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return inLabel ? text.Replace("\"", "\\\"", StringComparison.Ordinal) : text;
    }

    private void Write(string text) => Encoding.UTF8.GetBytes(text, output);
}
