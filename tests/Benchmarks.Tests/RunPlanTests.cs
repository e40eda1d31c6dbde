namespace LogOperator.Benchmarks.Tests;

public sealed class RunPlanTests
{
    private static readonly RunPlan Plan = new(Runs: 5, SlowRuns: 3);

    [Theory]
    [InlineData(5, true, 1, true)]
    [InlineData(5, false, 1, true)]
    [InlineData(1, false, 31, false)]
    [InlineData(3, true, 31, true)]
    [InlineData(4, true, 31, false)]
    public void A_slow_contender_runs_less_often_and_on_one_processor_only(int run, bool isFirstSetting, double longest, bool expected) =>
        Assert.Equal(expected, Plan.IsDue(run, isFirstSetting, longest));
}
