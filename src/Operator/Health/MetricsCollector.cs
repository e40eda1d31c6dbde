using System.Buffers;
using System.Diagnostics.Metrics;
using LogOperator.Kubernetes;
using LogOperator.Pipeline.Telemetry;

namespace LogOperator.Operator.Health;

/// <summary>Sums up the process's meters and writes them in Prometheus' text format.</summary>
internal sealed class MetricsCollector : IDisposable
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, Series> series = new(StringComparer.Ordinal);
    private readonly MeterListener listener = new();

    public MetricsCollector()
    {
        this.listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name is OperatorMetrics.MeterName or KubernetesMetrics.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        this.listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        this.listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        this.listener.Start();
    }

    /// <summary>The metrics as of now.</summary>
    public ReadOnlyMemory<byte> Write()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new PrometheusWriter(output);
        lock (gate)
        {
            foreach (var series in this.series.Values.Where(s => s.Observed))
            {
                series.Samples.Clear();
            }
        }

        this.listener.RecordObservableInstruments();
        lock (gate)
        {
            foreach (var series in this.series.Values.Where(s => s.Samples.Count > 0))
            {
                writer.Begin(series.Metric);
                foreach (var sample in series.Samples.Values.OrderBy(s => string.Join('\0', s.Labels), StringComparer.Ordinal))
                {
                    writer.Sample(sample.Value, sample.Labels);
                }
            }
        }

        return output.WrittenMemory;
    }

    /// <inheritdoc/>
    public void Dispose() => this.listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new string[tags.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = tags[i].Value?.ToString() ?? "";
        }

        var key = string.Join('\0', labels);
        lock (gate)
        {
            if (!this.series.TryGetValue(instrument.Name, out var series))
            {
                var kind = instrument is Counter<long> ? MetricKind.Counter : MetricKind.Gauge;
                string[] names = [.. tags.ToArray().Select(t => t.Key)];
                series = new Series(new Metric(instrument.Name, kind, instrument.Description ?? "", names), instrument.IsObservable, []);
                this.series[instrument.Name] = series;
            }

            // One instrument always comes with the same labels; anything else would break the format.
            if (labels.Length != series.Metric.Labels.Count)
            {
                return;
            }

            var before = series.Metric.Kind == MetricKind.Counter && series.Samples.TryGetValue(key, out var sample) ? sample.Value : 0;
            series.Samples[key] = (labels, before + value);
        }
    }

    private sealed record Series(Metric Metric, bool Observed, Dictionary<string, (string[] Labels, double Value)> Samples);
}
