using LogOperator.Benchmarks.Contenders;
using LogOperator.Benchmarks.Load;

namespace LogOperator.Benchmarks.Tests.Contenders;

/// <summary>What programs tell of themselves, in the forms that their manuals show.</summary>
public sealed class MetricsTests
{
    [Fact]
    public void Fluent_Bit_tells_what_its_outputs_have_processed() => Assert.Equal(
        5, FluentBit.Processed("""{"input": {"tail.0": {"records": 8, "bytes": 2536}}, "output": {"null.0": {"proc_records": 5, "proc_bytes": 1585, "errors": 0, "retries": 0, "retries_failed": 0}}}"""));

    [Fact]
    public void Fluent_Bit_that_has_just_started_tells_nothing() => Assert.Equal(0, FluentBit.Processed("{}"));

    [Fact]
    public void Of_Vectors_sinks_only_the_measured_one_counts() => Assert.Equal(7, Vector.Sent("""
        # TYPE vector_component_sent_events_total counter
        vector_component_sent_events_total{component_id="input",component_kind="source",component_type="file"} 9 1700000000000
        vector_component_sent_events_total{component_id="output",component_kind="sink",component_type="blackhole"} 7 1700000000000
        vector_component_received_events_total{component_id="output",component_kind="sink",component_type="blackhole"} 8 1700000000000
        """));

    [Theory]
    [InlineData("acknowledged_total 3\n", 3)]
    [InlineData("acknowledged_total{a=\"x } y\"} 3\nacknowledged_total{a=\"z\"} 4 1700000000000\nother_total 5\n", 7)]
    [InlineData("acknowledged_total 1.5e+06\n", 1_500_000)]
    [InlineData("", 0)]
    public void A_counter_is_the_sum_over_its_labels(string text, long expected) => Assert.Equal(expected, PrometheusCounter.Sum(text, "acknowledged_total"));
}
