using LogOperator.Benchmarks.Contenders;
using LogOperator.Benchmarks.Load;
using LogOperator.Benchmarks.Reporting;

namespace LogOperator.Benchmarks.Tests.Load;

public sealed class LoadReportTests
{
    private static readonly LoadCase Steady = LoadCase.All.Single(c => c.Name == "steady");
    private static readonly LoadCase Rotation = LoadCase.All.Single(c => c.Name == "rotation-4");

    [Fact]
    public void A_steady_load_is_judged_by_memory_and_the_others_processor_time()
    {
        var text = Of(Row(Steady, AgentUnderLoad.Title) with { SteadyPercent = 5, EndMiB = 60 }, Row(Steady, OtelCollector.Title) with { IsOurs = false, SteadyPercent = 100 });

        Assert.Contains("- Target: at most 45 MiB at the end; measured 60: missed by a factor of 1.33.", text, StringComparison.Ordinal);
        Assert.Contains("- Target: at most 0.1 × the processor time of OpenTelemetry Collector, 2nd half; measured 0.05: reached.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_that_failed_is_a_row_and_no_comparison()
    {
        var text = Of(Row(Steady, AgentUnderLoad.Title), Row(Steady, OtelCollector.Title) with { IsOurs = false, Failure = "ended with 1: no such option" });

        Assert.Contains("| OpenTelemetry Collector | | | | | FAILED: ended with 1: no such option | | |", text, StringComparison.Ordinal);
        Assert.Contains("- Target: at most 0.1 × the processor time of OpenTelemetry Collector: not measured", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Under_rotation_what_is_lost_and_the_delay_count()
    {
        var text = Of(Row(Rotation, LogctlUnderLoad.Title) with { Handled = 90, Delays = [.. Enumerable.Range(1, 100).Select(i => TimeSpan.FromSeconds(i / 10.0))] });

        Assert.Contains("- Target: nothing lost; missed, 90 of 100.", text, StringComparison.Ordinal);
        Assert.Contains("- Target: 99 % within 2 s; measured 10: missed by a factor of 5.00.", text, StringComparison.Ordinal);
    }

    private static LoadMeasurement Row(LoadCase load, string contender) => new(load, contender, 60, 3, 5, 40, 50, 100, 100, 0) { IsOurs = true };

    private static string Of(params LoadMeasurement[] rows) =>
        LoadReport.Of(rows, rows.Select(r => (r.Contender, "some version")), new Machine("Some processor", [0, 1], "Linux", 24), new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
}
