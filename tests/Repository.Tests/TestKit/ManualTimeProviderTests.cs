using LogOperator.TestKit;

namespace LogOperator.Repository.Tests.TestKit;

public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void Timers_fire_in_order_of_their_due_times_and_see_their_own_time()
    {
        var start = _clock.GetUtcNow();
        var fired = new List<(string Name, TimeSpan At)>();
        using var late = _clock.CreateTimer(_ => fired.Add(("late", _clock.GetUtcNow() - start)), null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        using var often = _clock.CreateTimer(_ => fired.Add(("often", _clock.GetUtcNow() - start)), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

        _clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal([("often", TimeSpan.FromSeconds(1)), ("late", TimeSpan.FromSeconds(3)), ("often", TimeSpan.FromSeconds(3))], fired);
        Assert.Equal(TimeSpan.FromSeconds(4), _clock.GetUtcNow() - start);
    }

    [Fact]
    public async Task A_delay_ends_when_the_clock_has_moved_far_enough()
    {
        var delay = Task.Delay(TimeSpan.FromMinutes(5), _clock);
        await _clock.WaitForTimersAsync();

        _clock.Advance(TimeSpan.FromMinutes(4));
        Assert.False(delay.IsCompleted);
        _clock.Advance(TimeSpan.FromMinutes(1));

        await delay;
        Assert.Equal(0, _clock.ActiveTimers);
    }

    [Fact]
    public void A_disposed_timer_never_fires()
    {
        var fired = 0;
        _clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)).Dispose();

        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(0, fired);
    }

    [Fact]
    public void Elapsed_time_follows_the_clock()
    {
        var start = _clock.GetTimestamp();

        _clock.Advance(TimeSpan.FromMilliseconds(1500));

        Assert.Equal(TimeSpan.FromMilliseconds(1500), _clock.GetElapsedTime(start));
    }
}
