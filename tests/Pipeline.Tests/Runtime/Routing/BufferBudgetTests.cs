using LogOperator.Pipeline.Runtime.Routing;

namespace LogOperator.Pipeline.Tests.Runtime.Routing;

public sealed class BufferBudgetTests
{
    [Fact]
    public void Full_branches_leave_room_for_the_others()
    {
        var budget = Budget(900, branches: 3);
        budget.Take(600);
        Assert.False(budget.Admits(branchBytes: 600));
        Assert.False(budget.Admits(branchBytes: 100));
        Assert.True(budget.Admits(branchBytes: 99));
        Assert.True(budget.Admits(branchBytes: 0));
    }

    [Fact]
    public void However_many_branches_there_are_all_of_them_together_stay_within_the_limit()
    {
        const int Batch = 10;
        var budget = Budget(90_000, branches: 100);
        var held = new long[100];
        for (var moved = true; moved;)
        {
            moved = false;
            for (var i = 0; i < held.Length; i++)
            {
                if (budget.Admits(held[i]))
                {
                    budget.Take(Batch);
                    held[i] += Batch;
                    moved = true;
                }
            }
        }

        Assert.Equal(held.Sum(), budget.Held);
        Assert.InRange(budget.Held, 60_000, 90_000 + (held.Length * Batch));
        Assert.True(held.All(h => h >= 300));
    }

    [Fact]
    public void It_tells_when_the_part_for_all_has_room_again()
    {
        var told = 0;
        var budget = Budget(900, branches: 2);
        budget.Emptied = () => told++;
        budget.Take(700);
        budget.Free(50);
        Assert.Equal(0, told);
        budget.Free(51);
        Assert.Equal(1, told);
        budget.Free(100);
        Assert.Equal(1, told);
    }

    private static BufferBudget Budget(long limit, int branches)
    {
        var budget = new BufferBudget(limit);
        for (var i = 0; i < branches; i++)
        {
            budget.Join();
        }

        return budget;
    }
}
