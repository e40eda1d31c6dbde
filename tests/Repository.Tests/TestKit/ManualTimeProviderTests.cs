using LogOperator.TestKit;

namespace LogOperator.Repository.Tests.TestKit;

public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider clock = new();

    [Fact]
    public void Timers_fire_in_order_of_their_due_times_and_see_their_own_time()
    {
        var start = clock.GetUtcNow();
        var fired = new List<(string Name, TimeSpan At)>();
        using var late = clock.CreateTimer(_ => fired.Add(("late", clock.GetUtcNow() - start)), null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        using var often = clock.CreateTimer(_ => fired.Add(("often", clock.GetUtcNow() - start)), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

        clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal([("often", TimeSpan.FromSeconds(1)), ("late", TimeSpan.FromSeconds(3)), ("often", TimeSpan.FromSeconds(3))], fired);
        Assert.Equal(TimeSpan.FromSeconds(4), clock.GetUtcNow() - start);
    }

    [Fact]
    public async Task A_delay_ends_when_the_clock_has_moved_far_enough()
    {
        var delay = Task.Delay(TimeSpan.FromMinutes(5), clock);
        await clock.WaitForTimersAsync();

        clock.Advance(TimeSpan.FromMinutes(4));
        Assert.False(delay.IsCompleted);
        clock.Advance(TimeSpan.FromMinutes(1));

        await delay;
        Assert.Equal(0, clock.ActiveTimers);
    }

    [Fact]
    public void A_disposed_timer_never_fires()
    {
        var fired = 0;
        clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)).Dispose();

        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(0, fired);
    }

    [Fact]
    public void Elapsed_time_follows_the_clock()
    {
        var start = clock.GetTimestamp();

        clock.Advance(TimeSpan.FromMilliseconds(1500));

        Assert.Equal(TimeSpan.FromMilliseconds(1500), clock.GetElapsedTime(start));
    }
}
