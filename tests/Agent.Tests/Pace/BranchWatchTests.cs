using LogOperator.Agent.Pace;
using LogOperator.Pipeline.Runtime.Reports;

namespace LogOperator.Agent.Tests.Pace;

public sealed class BranchWatchTests
{
    private readonly BranchWatch watch = new();
    private TimeSpan now = TimeSpan.FromHours(1);

    [Fact]
    public void A_branch_that_keeps_up_is_even() => Assert.Equal(BranchPace.Even, Look());

    [Fact]
    public void One_dropped_record_is_told_for_five_minutes_and_once()
    {
        Assert.Equal(BranchPace.Dropping, Look(givenUp: 1));
        now += BranchWatch.DropMemory - TimeSpan.FromSeconds(2);
        Assert.Equal(BranchPace.Dropping, Look(givenUp: 1));
        now += TimeSpan.FromSeconds(2);
        Assert.Equal(BranchPace.Even, Look(givenUp: 1));
        Assert.Equal(BranchPace.Dropping, Look(givenUp: 2));
    }

    [Fact]
    public void Lagging_begins_at_two_minutes_and_ends_below_one()
    {
        Assert.Equal(BranchPace.Even, Look(lag: 119));
        Assert.Equal(BranchPace.Lagging, Look(lag: 120));
        Assert.Equal(BranchPace.Lagging, Look(lag: 61));
        Assert.Equal(BranchPace.Even, Look(lag: 59));
        Assert.Equal(BranchPace.Even, Look(lag: 110));
    }

    [Fact]
    public void A_queue_that_stays_full_while_more_arrives_than_goes_is_told_after_half_a_minute()
    {
        Assert.All(Enumerable.Range(0, 30), second => Assert.Equal(BranchPace.Even, Look(use: 1, lag: 15, unread: 1000 + second)));
        Assert.Equal(BranchPace.BufferFilling, Look(use: 0.8, lag: 15, unread: 2000));
    }

    [Fact]
    public void A_queue_that_is_full_for_a_moment_only_is_not_told() =>
        Assert.All(Enumerable.Range(0, 200), second => Assert.Equal(BranchPace.Even, Look(use: second % 20 == 0 ? 0.1 : 1, lag: 15, unread: second)));

    [Fact]
    public void A_backlog_that_is_being_read_fills_the_queue_and_is_no_trouble() =>
        Assert.All(Enumerable.Range(0, 200), second => Assert.Equal(BranchPace.Even, Look(use: 1, lag: 15, unread: 1_000_000 - second)));

    [Fact]
    public void A_queue_full_of_what_has_just_come_is_no_trouble() =>
        Assert.All(Enumerable.Range(0, 200), second => Assert.Equal(BranchPace.Even, Look(use: 1, lag: 3, unread: 1000 + second)));

    [Fact]
    public void A_full_queue_is_over_when_it_has_had_room_for_half_a_minute()
    {
        Assert.Equal(BranchPace.BufferFilling, LookOften(use: 1, lag: 15));
        Assert.All(Enumerable.Range(0, 30), _ => Assert.Equal(BranchPace.BufferFilling, Look(use: 0.2)));
        Assert.Equal(BranchPace.Even, Look(use: 0.2));
    }

    [Fact]
    public void Two_looks_at_a_full_queue_are_not_enough_however_far_apart()
    {
        Look(use: 1, lag: 15, unread: 5);
        now += TimeSpan.FromMinutes(10);
        Assert.Equal(BranchPace.Even, Look(use: 1, lag: 15, unread: 5));
        Assert.Equal(BranchPace.BufferFilling, Look(use: 1, lag: 15, unread: 5));
    }

    [Fact]
    public void Loss_outweighs_a_full_queue_and_that_outweighs_lag()
    {
        Assert.Equal(BranchPace.BufferFilling, LookOften(use: 1, lag: 300));
        Assert.Equal(BranchPace.Dropping, Look(use: 1, lag: 300, unread: 5, givenUp: 1));
    }

    private BranchPace LookOften(double use, double lag = 0)
    {
        for (var i = 0; i < 40; i++)
        {
            Look(use: use, lag: lag, unread: 5);
        }

        return Look(use: use, lag: lag, unread: 5);
    }

    private BranchPace Look(long givenUp = 0, double lag = 0, double use = 0, long unread = 0)
    {
        now += TimeSpan.FromSeconds(1);
        return watch.Observe(now, givenUp, TimeSpan.FromSeconds(lag), PaceWatchTests.Branch(use, unread));
    }
}
