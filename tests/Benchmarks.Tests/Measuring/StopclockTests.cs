using LogOperator.Benchmarks.Contenders;
using LogOperator.Benchmarks.Measuring;
using LogOperator.Benchmarks.Reporting;
using LogOperator.TestKit;

namespace LogOperator.Benchmarks.Tests.Measuring;

/// <summary>Real processes, which GNU time and taskset start.</summary>
[Trait("Category", "Integration")]
public sealed class StopclockTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_program_that_ends_by_itself_is_measured_to_its_end()
    {
        var measured = await RunAsync(new(["sh", "-c", "echo 7"], output => long.Parse(output, null), 7));

        Assert.True(measured is { Complete: true, PeakKiB: > 0, Seconds: > 0 }, $"{measured}");
    }

    [Fact]
    public async Task A_program_that_goes_on_is_told_to_end_when_it_is_done()
    {
        var ready = directory.File("ready");
        var launch = new Launch(["sh", "-c", $"trap 'exit 0' TERM; touch {ready}; while :; do sleep 0.01; done"], _ => 1, 1)
        {
            Finished = (_, _) => Eventually.Holds(() => File.Exists(ready), "the program is ready to be told"),
            EndingIsWork = false,
        };

        var measured = await RunAsync(launch);

        Assert.True(measured.Complete);
    }

    [Fact]
    public async Task A_program_that_fails_before_it_is_done_is_not_waited_for()
    {
        var launch = new Launch(["false"], _ => 0, 1) { Finished = (_, stop) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop) };

        Assert.StartsWith("false ended with 1", (await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(launch))).Message, StringComparison.Ordinal);
    }

    private Task<Measurement> RunAsync(Launch launch) =>
        Stopclock.RunAsync(launch, $"{Machine.Describe().Processors[0]}", directory.Path, TestContext.Current.CancellationToken);
}
