using LogOperator.Pipeline.Runtime.Reading;
using LogOperator.TestKit;

namespace LogOperator.Pipeline.Tests.Runtime.Reading;

public sealed class PacingTests
{
    private readonly ManualTimeProvider time = new();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(4, 200)]
    [InlineData(1000, 700)]
    public void The_more_there_is_to_do_the_longer_is_the_pause_up_to_a_limit(int round, int pause)
    {
        using var pacing = new Pacing(time);
        pacing.Adapt(TimeSpan.FromMilliseconds(round), TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromMilliseconds(pause), pacing.Pause);
    }

    [Fact]
    public void What_waits_less_in_front_of_its_store_may_wait_longer_in_its_file()
    {
        using var pacing = new Pacing(time);
        AdaptTo(pacing, waited: 300);
        Assert.Equal(TimeSpan.FromMilliseconds(1400), pacing.Pause);
        AdaptTo(pacing, waited: 0);
        Assert.Equal(TimeSpan.FromMilliseconds(1500), pacing.Pause);
        pacing.Adapt(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(900));
        Assert.Equal(TimeSpan.FromMilliseconds(800), pacing.Pause);

        // A second without a request says little.
        pacing.Adapt(TimeSpan.FromSeconds(1), TimeSpan.Zero);
        Assert.Equal(TimeSpan.FromMilliseconds(900), pacing.Pause);
        pacing.Adapt(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.FromMilliseconds(700), pacing.Pause);
    }

    [Fact]
    public void A_lane_that_was_left_alone_for_long_enough_is_read_at_once()
    {
        using var pacing = new Pacing(time);
        pacing.Adapt(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, pacing.LeftOf(0));
        var read = pacing.Now;
        time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.InRange(pacing.LeftOf(read).TotalMilliseconds, 1, 700);
        time.Advance(TimeSpan.FromMilliseconds(700));
        Assert.True(pacing.LeftOf(read) <= TimeSpan.Zero);
    }

    private static void AdaptTo(Pacing pacing, int waited)
    {
        for (var i = 0; i < 20; i++)
        {
            pacing.Adapt(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(waited));
        }
    }
}
