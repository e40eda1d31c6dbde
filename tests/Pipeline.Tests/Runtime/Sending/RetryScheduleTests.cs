using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Runtime.Sending;
using LogOperator.Pipeline.Sinks;

namespace LogOperator.Pipeline.Tests.Runtime.Sending;

public class RetryScheduleTests
{
    private readonly RetrySchedule schedule = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(60));

    [Theory]
    [InlineData(1, 0.0, 250)]
    [InlineData(1, 1.0, 500)]
    [InlineData(2, 1.0, 1000)]
    [InlineData(4, 1.0, 4000)]
    [InlineData(8, 1.0, 60000)]
    [InlineData(int.MaxValue, 1.0, 60000)]
    [InlineData(int.MaxValue, 0.0, 30000)]
    public void Waits_double_up_to_the_maximum_and_half_of_each_is_chance(int failures, double chance, double milliseconds) =>
        Assert.Equal(milliseconds, schedule.Wait(failures, null, chance).TotalMilliseconds);

    [Fact]
    public void A_store_that_asks_for_more_time_gets_it() =>
        Assert.Equal(TimeSpan.FromSeconds(7), schedule.Wait(1, TimeSpan.FromSeconds(7), 1));

    [Fact]
    public void A_store_that_asks_for_a_day_is_tried_after_five_minutes() =>
        Assert.Equal(TimeSpan.FromMinutes(5), schedule.Wait(1, TimeSpan.FromDays(1), 1));

    [Fact]
    public void A_maximum_below_the_initial_wait_is_raised_to_it()
    {
        var spec = new RetrySpec { Initial = new Duration(TimeSpan.FromSeconds(5)), Max = new Duration(TimeSpan.FromSeconds(1)) };
        Assert.Equal(TimeSpan.FromSeconds(5), RetrySchedule.For(spec).Wait(9, null, 1));
    }
}
