using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Runtime;
using LogOperator.Pipeline.Runtime.Accounting;
using LogOperator.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Pipeline.Tests.Runtime;

public sealed class BranchTests : IDisposable
{
    private readonly CheckpointStore checkpoints = new(null, new ManualTimeProvider(), NullLogger.Instance);

    public void Dispose() => checkpoints.Dispose();

    [Fact]
    public void Many_tiny_batches_do_not_take_more_memory_than_the_limit()
    {
        const int Limit = 4 * 1024 * 1024;
        var branch = new Branch("shop/web", "shop/file", Limit, checkpoints, new BranchLedger("shop/web", "shop/file", TimeProvider.System), new BufferBudget(1 << 26));
        // Of this thread alone: other tests run beside this one. What was thrown away in between counts too.
        var before = GC.GetAllocatedBytesForCurrentThread();
        var tracker = branch.TrackerOf("stream");
        while (branch.HasRoom)
        {
            var batch = Some.Batch("x");
            batch[0].Set("attribute"u8, ValueKind.Text, "value"u8);
            branch.Enqueue(batch, tracker.Begin(batch, 1, 1, 1), 1, 1, 0);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, Limit * 3 / 2);
        branch.Close();
    }

    [Fact]
    public void A_report_tells_how_full_the_queue_is()
    {
        var branch = new Branch("shop/web", "shop/file", 1 << 20, checkpoints, new BranchLedger("shop/web", "shop/file", TimeProvider.System), new BufferBudget(1 << 26));
        var tracker = branch.TrackerOf("stream");
        Assert.Equal(0, branch.Report(default, TimeSpan.Zero).BufferUse);
        double? before = 0;
        while (branch.HasRoom)
        {
            var batch = Some.Batch("x");
            branch.Enqueue(batch, tracker.Begin(batch, 1, 1, 1), 1, 1, 0);
            var use = branch.Report(default, TimeSpan.Zero).BufferUse;
            Assert.InRange(use!.Value, before!.Value, 1);
            before = use;
        }

        Assert.Equal(1, before);
        branch.Close();
    }

    [Fact]
    public void Letters_that_wait_do_not_take_more_memory_than_the_limit()
    {
        const int Limit = 256 * 1024;
        var (ledger, budget) = (new BranchLedger("shop/web", "shop/file", TimeProvider.System), new BufferBudget(1 << 28));
        var letters = new Branch("shop/web", "shop/refused", Limit, checkpoints, ledger, budget);
        var branch = new Branch("shop/web", "shop/file", Limit, checkpoints, ledger, budget) { DeadLetters = letters, WhenFull = WhenFull.DropOldest };
        var (store, deadLetters) = (new RequestBuilder(1 << 20, 1), new RequestBuilder(1 << 20, 1));
        var tracker = branch.TrackerOf("stream");
        for (var i = 0; i < 2000; i++)
        {
            var batch = Some.Batch("x");
            var record = batch[0];
            record.Branches = 1;
            branch.Enqueue(batch, tracker.Begin(batch, 1, 1, 1), 1, 1, 0);
            store.Take(Waiting(branch))?.Refused(0, ByteFate.DroppedRejected, "no", 0);
        }

        Assert.InRange(budget.Held, Limit, 3 * Limit);
        while (deadLetters.Take(Waiting(letters)) is { } letter)
        {
            letter.Acknowledge(0, 1);
        }

        Assert.NotNull(store.Take(Waiting(branch)));
        branch.Close();
        letters.Close();
    }

    [Fact]
    public void A_stream_that_is_gone_is_forgotten_once_it_is_finished()
    {
        var branch = new Branch("shop/web", "shop/file", 1024, checkpoints, new BranchLedger("shop/web", "shop/file", TimeProvider.System), new BufferBudget(1 << 26));
        var tracker = branch.TrackerOf("gone");
        branch.Park("gone", new(1, 2, 2));
        var entry = tracker.Begin(Some.Batch("x"), 1, 1, 1);
        branch.Forget(_ => null);
        Assert.Same(tracker, branch.TrackerOf("gone"));
        entry.Finish([0], 1, ByteFate.Acknowledged);
        branch.Forget(_ => []);
        Assert.Same(tracker, branch.TrackerOf("gone"));
        branch.Forget(_ => null);
        Assert.NotSame(tracker, branch.TrackerOf("gone"));
        Assert.Null(branch.Unpark("gone"));
    }

    private static WaitingBranches Waiting(Branch branch)
    {
        var waiting = new WaitingBranches(1 << 20, 1);
        waiting.Add(new WaitingBranch(branch), 0, 0);
        return waiting;
    }
}
