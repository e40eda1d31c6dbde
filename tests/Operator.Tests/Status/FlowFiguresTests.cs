using LogOperator.Crds.V1Alpha1;
using LogOperator.Operator.Status;
using LogOperator.Pipeline.Runtime.Reports;

namespace LogOperator.Operator.Tests.Status;

public sealed class FlowFiguresTests
{
    [Theory]
    [InlineData(0, "0/s")]
    [InlineData(999, "990/s")]
    [InlineData(1000, "1.0Ki/s")]
    [InlineData(1536 * 1024, "1.5Mi/s")]
    [InlineData(678L << 20, "670Mi/s")]
    [InlineData(5L << 50, "5100Ti/s")]
    public void Rates_have_two_digits(long rate, string expected) => Assert.Equal(expected, Fresh(rate: rate).Rate);

    [Theory]
    [InlineData(9, "0s")]
    [InlineData(59, "30s")]
    [InlineData(299, "2m")]
    [InlineData(7300, "2h")]
    [InlineData(90_000, "24h")]
    public void Lags_come_in_steps(double lag, string expected) => Assert.Equal(expected, Fresh(lag: lag).Lag);

    [Fact]
    public void Figures_of_all_agents_come_together()
    {
        var status = Build(null, Some.Report(rate: 1 << 20, lag: 30, dropped: 100), Some.Report(rate: 1 << 19, lag: 130, dropped: 27));

        Assert.Equal(("1.5Mi/s", "2m", 120L), (status.Rate, status.Lag, status.Dropped));
    }

    [Fact]
    public void Figures_stay_until_they_double_or_halve()
    {
        var before = Fresh(rate: 4096, lag: 60, dropped: 50);

        foreach (var (rate, lag, dropped) in new[] { (4096L, 60.0, 50L), (8000L, 119.0, 99L), (2100L, 31.0, 26L) })
        {
            var same = Build(before, Some.Report(rate: rate, lag: lag, dropped: dropped));
            Assert.Equal(("4.0Ki/s", "1m", 50L), (same.Rate, same.Lag, same.Dropped));
        }

        var doubled = Build(before, Some.Report(rate: 8192, lag: 120, dropped: 100));
        Assert.Equal(("8.0Ki/s", "2m", 100L), (doubled.Rate, doubled.Lag, doubled.Dropped));
        var halved = Build(before, Some.Report(rate: 2048, lag: 30, dropped: 25));
        Assert.Equal(("2.0Ki/s", "30s", 25L), (halved.Rate, halved.Lag, halved.Dropped));
        var none = Build(before, Some.Report());
        Assert.Equal(("0/s", "0s", 0L), (none.Rate, none.Lag, none.Dropped));
    }

    [Fact]
    public void A_lag_of_seconds_is_none()
    {
        var before = Fresh();
        Assert.Same(before.Lag, Build(before, Some.Report(lag: 9)).Lag);
    }

    [Fact]
    public void A_change_of_a_condition_brings_the_newest_figures_along()
    {
        var before = Fresh(rate: 4096);

        Assert.Equal("5.0Ki/s", Build(before, Some.Report(rate: 5120, state: BranchState.Unreachable)).Rate);
    }

    [Fact]
    public void While_nobody_reports_the_figures_stay()
    {
        var before = Fresh(rate: 4096);

        Assert.Equal("4.0Ki/s", PipelineStatus.Build(Some.Verdict(), Some.Pipeline(), before, Some.Fleet(Some.Silent("a")), Some.Now).Rate);
        Assert.Null(PipelineStatus.Build(Some.Verdict(), null, before, Some.Fleet(Some.Silent("a")), Some.Now).Rate);
    }

    private static LogPipelineStatus Fresh(long rate = 0, double lag = 0, long dropped = 0) => Build(null, Some.Report(rate: rate, lag: lag, dropped: dropped));

    private static LogPipelineStatus Build(LogPipelineStatus? present, params PipelineReport[] reports) => PipelineStatus.Build(
        Some.Verdict(), Some.Pipeline(), present, Some.Fleet([.. reports.Select((r, i) => Some.Agent($"n{i}", r))]), Some.Now);
}
