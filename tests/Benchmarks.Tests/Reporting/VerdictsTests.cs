using LogOperator.Benchmarks.Contenders;
using LogOperator.Benchmarks.Inputs;
using LogOperator.Benchmarks.Measuring;
using LogOperator.Benchmarks.Reporting;

namespace LogOperator.Benchmarks.Tests.Reporting;

public sealed class VerdictsTests
{
    [Fact]
    public void A_target_is_reached_or_missed_by_a_factor() => Assert.Equal(
        [
            "Target, one core: at most 4 × the time of wc -l; measured 5.00 × (5.00 × its processor time): missed by a factor of 1.25.",
            "Target, one core: at least 50 × as fast as OpenTelemetry Collector; measured 100.0 × (100.0 × by processor time): reached, with a factor of 2.00 to spare.",
        ],
        Of([new("wc -l", 4), new(OtelCollector.Title, 1 / 50.0)], Row(Logctl.Title, 1), Row("wc -l", 0.2), Row(OtelCollector.Title, 100)));

    [Fact]
    public void Processor_time_is_told_for_a_gigabyte() => Assert.Equal(
        ["Target, one core: at most 0.5 × the processor time of rsyslog omkafka; measured 0.25 × (1.00 CPU-s a GB against 4.00; 0.25 × its time): reached, with a factor of 2.00 to spare."],
        Of([new(RsyslogKafka.Title, 0.5, OfProcessor: true)], Row(Logctl.Title, 1.024), Row(RsyslogKafka.Title, 4.096)));

    [Fact]
    public void Who_is_not_there_or_failed_is_not_compared_with() => Assert.Equal(
        [
            "Target, one core: at least 28 × as fast as Fluent Bit: not measured, there is no such row.",
            "Aim, one core: at most 1 × the time of librdkafka by kcat: not measured, there is no such row.",
        ],
        Of([new(FluentBit.Title, 1 / 28.0), new(Kcat.Title, 1) { IsAim = true }], Row(Logctl.Title, 1), Row(FluentBit.Title, 9, failure: "ended with 1")));

    [Fact]
    public void A_slope_does_not_count_the_start()
    {
        var shorter = Result([], Row(Logctl.Title, 0.5), Row("wc -l", 0.1));
        var longer = Result([], Row(Logctl.Title, 1.1), Row("wc -l", 0.3));

        Assert.Equal(
            ["Target, one core: at most 4 × the time of wc -l, start not counted; measured 3.00 × (3.00 × its processor time): reached, with a factor of 1.33 to spare."],
            Verdicts.OfSlope(shorter, longer));
    }

    [Fact]
    public void A_slope_that_is_lost_in_noise_is_no_verdict() => Assert.Equal(
        ["Target, one core: at most 4 × the time of wc -l, start not counted: the difference is too small to tell."],
        Verdicts.OfSlope(Result([], Row(Logctl.Title, 0.5), Row("wc -l", 0.1)), Result([], Row(Logctl.Title, 0.4), Row("wc -l", 0.3))));

    private static IEnumerable<string> Of(IReadOnlyList<Target> targets, params ResultRow[] rows) => Verdicts.Of(Result(targets, rows));

    private static CaseResult Result(IReadOnlyList<Target> targets, params ResultRow[] rows) =>
        new(new BenchmarkCase("some", "Some", new InputFile(InputKind.Plain, "/cache", 2_000_000), Work.Deliver, targets), rows);

    private static ResultRow Row(string contender, double seconds, string? failure = null)
    {
        var row = new ResultRow(contender, "", "one core") { Failure = failure };
        row.Runs.Add(new Measurement(seconds, seconds, 0, 1, 1, 0));
        return row;
    }
}
