using LogOperator.Pipeline.Runtime;
using LogOperator.TestKit;

namespace LogOperator.Pipeline.Tests.Runtime;

public sealed class SteadyTimeTests
{
    private readonly ManualTimeProvider clock = new();
    private readonly SteadyTime time;

    public SteadyTimeTests() => time = new SteadyTime(clock);

    [Fact]
    public void It_goes_with_the_clock_forward()
    {
        Assert.Equal(clock.GetUtcNow(), time.GetUtcNow());
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(clock.GetUtcNow(), time.GetUtcNow());
        clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(clock.GetUtcNow(), time.GetUtcNow());
    }

    [Fact]
    public void It_is_not_set_back_and_goes_on_as_fast_as_the_clock()
    {
        var before = time.GetUtcNow();
        for (var i = 0; i < 3; i++)
        {
            clock.SetBack(TimeSpan.FromHours(1));
            Assert.Equal(before, time.GetUtcNow());
            clock.Advance(TimeSpan.FromSeconds(5));
            before += TimeSpan.FromSeconds(5);
            Assert.Equal(before, time.GetUtcNow());
        }
    }

    [Fact]
    public void What_it_is_set_back_by_little_by_little_adds_up_to_a_second_at_most()
    {
        var before = time.GetUtcNow();
        for (var i = 0; i < 100; i++)
        {
            clock.SetBack(TimeSpan.FromMilliseconds(300));
            Assert.InRange((before - time.GetUtcNow()).TotalSeconds, 0, 1);
        }
    }

    [Fact]
    public void Timers_and_timestamps_are_those_of_the_clock()
    {
        var fired = 0;
        using var timer = time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        var since = time.GetTimestamp();
        clock.SetBack(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.Zero, time.GetElapsedTime(since));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((1, TimeSpan.FromSeconds(1)), (fired, time.GetElapsedTime(since)));
    }
}
