using System.Buffers;
using System.Text;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.Pipeline.Telemetry;

namespace LogOperator.Agent.Tests.Telemetry;

public sealed class HostMetricsTests
{
    [Fact]
    public void A_report_becomes_samples_with_bounded_labels()
    {
        var samples = PrometheusText.Parse(Write(Report("shop", "web")));

        Assert.Equal(100, samples["logagent_read_bytes_total{pipeline=\"shop/web\"}"]);
        Assert.Equal(4, samples["logagent_acknowledged_records_total{pipeline=\"shop/web\",store=\"shop/out\"}"]);
        Assert.Equal(8, samples["logagent_stage_failed_records_total{pipeline=\"shop/web\",stage=\"0-parse\"}"]);
        Assert.Equal(0, samples["logagent_stage_failed_records_total{pipeline=\"shop/web\",stage=\"mask\"}"]);
        Assert.Equal(1, samples["logagent_dropped_records_total{pipeline=\"shop/web\",store=\"\",reason=\"tooLong\"}"]);
        Assert.Equal(2, samples["logagent_dropped_records_total{pipeline=\"shop/web\",store=\"shop/out\",reason=\"rejected\"}"]);
        Assert.Equal(40, samples["logagent_source_bytes_total{pipeline=\"shop/web\",store=\"shop/out\",fate=\"filtered\",reason=\"unrouted\"}"]);
        Assert.Equal(50, samples["logagent_source_bytes_total{pipeline=\"shop/web\",store=\"shop/out\",fate=\"acknowledged\",reason=\"\"}"]);
        Assert.Equal(6, samples["logagent_dead_lettered_records_total{pipeline=\"shop/web\",store=\"shop/out\"}"]);
        Assert.Equal(3, samples["logagent_duplicate_bytes_total{pipeline=\"shop/web\",store=\"shop/out\"}"]);
        Assert.Equal(1.5, samples["logagent_lag_seconds{pipeline=\"shop/web\",store=\"shop/out\"}"]);
        Assert.Equal(1, samples["logagent_branch_behind{pipeline=\"shop/web\",store=\"shop/out\",reason=\"Dropping\"}"]);
        Assert.Equal(0.5, samples["logagent_buffer_use_ratio{pipeline=\"shop/web\",store=\"shop/out\"}"]);
        Assert.Equal(0, samples["logagent_branch_well{pipeline=\"shop/web\",store=\"shop/out\"}"]);
        Assert.Equal(1, samples["logagent_pipeline_refused{pipeline=\"shop/web\"}"]);
    }

    [Fact]
    public void Quotes_backslashes_and_newlines_are_escaped()
    {
        var buffer = new ArrayBufferWriter<byte>();
        new PrometheusWriter(buffer).Single(new Metric("x", MetricKind.Gauge, "a\\b\nc", "label"), 1.5, "q\"b\\n\n");

        Assert.Equal("# HELP x a\\\\b\\nc\n# TYPE x gauge\nx{label=\"q\\\"b\\\\n\\n\"} 1.5\n", Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    [Fact]
    public void No_pipelines_are_no_samples_but_valid_text() => Assert.Empty(PrometheusText.Parse(Write(new HostReport { Pipelines = [] })));

    [Fact]
    public void Every_declared_metric_is_in_the_list_once()
    {
        var declared = typeof(AgentMetrics).GetProperties().Where(p => p.PropertyType == typeof(Metric)).Select(p => ((Metric)p.GetValue(null)!).Name).Order();

        Assert.Equal(declared, AgentMetrics.All.Select(m => m.Name).Order());
        Assert.All(AgentMetrics.All, m => Assert.StartsWith("logagent_", m.Name));
    }

    private static string Write(HostReport report)
    {
        var buffer = new ArrayBufferWriter<byte>();
        HostMetrics.Write(new PrometheusWriter(buffer), report);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static HostReport Report(string ns, string name) => new()
    {
        Branches =
        [
            new BranchSums
            {
                Pipeline = $"{ns}/{name}", Store = $"{ns}/out", Bytes = [new ByteSum("acknowledged", null, 50), new ByteSum("filtered", "unrouted", 40)], Duplicates = 3,
                Gone = new LedgerReport
                {
                    Size = 0, Skipped = 0, Acknowledged = 0, DeadLettered = 0, Pending = 0, Duplicates = 0,
                    Filtered = new Dictionary<string, long>(), Dropped = new Dictionary<string, long>(), Lost = new Dictionary<string, long>(),
                },
            },
        ],
        Pipelines =
        [
            new PipelineReport
            {
                Namespace = ns, Name = name, RunningGeneration = 1, RefusedGeneration = 2, RefusedBecause = "x", Streams = 3, Pods = 2,
                Read = new ReadReport { Bytes = 100, Lines = 10, Records = 9, Joined = 1, Stderr = 0 },
                FilteredRecords = 1,
                FailedInStages = new Dictionary<string, long> { ["0-parse"] = 8, ["mask"] = 0 },
                Dropped = new Dictionary<string, long> { ["tooLong"] = 1 },
                Branches =
                [
                    new BranchReport
                    {
                        Store = $"{ns}/out", State = BranchState.Unreachable, AcknowledgedRecords = 4, AcknowledgedBytes = 50, DeadLetteredRecords = 6, PendingRecords = 1, LagBytes = 50, LagSeconds = 1.5, BufferUse = 0.5, Pace = BranchPace.Dropping, Retries = 7,
                        Dropped = new Dictionary<string, long> { ["rejected"] = 2 },
                    },
                ],
            },
        ],
    };
}
