using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Runtime.Accounting;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.Pipeline.Runtime.Routing;
using LogOperator.Pipeline.Runtime.Sending;
using LogOperator.Pipeline.Sources.Files.Lines;
using LogOperator.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Pipeline.Tests.Runtime.Routing;

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
    public void What_a_branch_keeps_beside_batches_that_another_holds_too_counts()
    {
        const int Batches = 100;
        var budget = new BufferBudget(1 << 28);
        var ledger = new BranchLedger("shop/web", "shop/file", TimeProvider.System);
        var file = new FakeLogFile(Some.Batch("x").FileId, "x");
        RecordBatch[] batches = [.. Enumerable.Range(0, Batches).Select(i => Some.Batch($"{i}"))];
        var (held, added, allocated) = (new NothingHeld(), 0L, 0L);
        for (var queues = 0; queues < 3; queues++)
        {
            var branch = new Branch("shop/web", "shop/file", 1 << 26, checkpoints, ledger, budget);
            var tracker = branch.TrackerOf("stream");
            tracker.Open(file, 0);
            (added, allocated) = (budget.Held, GC.GetAllocatedBytesForCurrentThread());
            for (var i = 0; i < Batches; i++)
            {
                batches[i].Retain();
                branch.Enqueue(batches[i], tracker.Begin(batches[i], 1, 1, 1), 1, 1, 0);
                tracker.Reached(file, i, held, isAgain: false);
            }

            (added, allocated) = (budget.Held - added, GC.GetAllocatedBytesForCurrentThread() - allocated);
        }

        Assert.InRange(allocated, added / 2, added);
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
        branch.Forget(_ => null, _ => true);
        Assert.Same(tracker, branch.TrackerOf("gone"));
        entry.Finish([0], 1, ByteFate.Acknowledged);
        branch.Forget(_ => [], _ => true);
        Assert.Same(tracker, branch.TrackerOf("gone"));
        branch.Forget(_ => null, _ => true);
        Assert.NotSame(tracker, branch.TrackerOf("gone"));
        Assert.Null(branch.Unpark("gone"));
    }

    [Fact]
    public void Where_others_use_up_the_common_room_one_comes_for_one_that_is_dropped()
    {
        const int Batches = 50;
        var budget = new BufferBudget(1 << 20);
        var branch = DropsOldest("shop/web", budget);
        for (var others = 0; others < 200; others++)
        {
            budget.Join();
        }

        Fill(branch, Batches, i => Some.Batch($"{i}"));
        Assert.Empty(Report(branch).Dropped);

        budget.Take(1 << 20);
        var before = budget.Held;
        Fill(branch, 1, _ => Some.Batch("newest"));

        // Batches are reused, and not all of the same size.
        Assert.InRange(Report(branch).Dropped["bufferFull"], 1, Batches / 5);
        Assert.Equal(Batches + 1 - Report(branch).Dropped["bufferFull"], branch.PendingRecords);
        Assert.InRange(budget.Held, 1, before);
        branch.Close();
    }

    [Fact]
    public void What_others_hold_too_is_no_room_that_dropping_makes()
    {
        const int Others = 200;
        var budget = new BufferBudget(1 << 20);
        for (var others = 0; others < Others; others++)
        {
            budget.Join();
        }

        var (branch, other) = (DropsOldest("shop/web", budget), DropsOldest("shop/copy", budget));
        Fill(branch, 50, i => Share(Some.Batch($"{i}"), other));
        budget.Take(1 << 20);
        var before = budget.Held;
        Fill(branch, 200, _ => Some.Batch("newest"));

        // Its own part of the last third it has in any case.
        Assert.InRange(budget.Held, 1, before + ((1 << 20) / 3 / Others) + Some.Batch("newest").RetainedBytes);
        branch.Close();
        other.Close();
    }

    private Branch DropsOldest(string pipeline, BufferBudget budget)
    {
        budget.Join();
        return new Branch(pipeline, "shop/file", 1 << 20, checkpoints, new BranchLedger(pipeline, "shop/file", TimeProvider.System), budget) { WhenFull = WhenFull.DropOldest };
    }

    private static BranchReport Report(Branch branch) => branch.Report(default, TimeSpan.Zero);

    private static RecordBatch Share(RecordBatch batch, Branch other)
    {
        batch.Retain();
        Fill(other, 1, _ => batch);
        return batch;
    }

    private static void Fill(Branch branch, int batches, Func<int, RecordBatch> next)
    {
        for (var i = 0; i < batches; i++)
        {
            var batch = next(i);
            batch.Header(0).Branches = 1;
            branch.Enqueue(batch, branch.TrackerOf("stream").Begin(batch, 1, 1, 1), 1, 1, 0);
        }
    }

    private sealed class NothingHeld : IHeldLines
    {
        public ulong HeldFileId => 0;

        public long HeldFrom => long.MaxValue;

        public long HeldBytesIn(ulong fileId) => 0;
    }

    private static WaitingBranches Waiting(Branch branch)
    {
        var waiting = new WaitingBranches(1 << 20, 1);
        waiting.Add(new WaitingBranch(branch), 0, 0);
        return waiting;
    }
}
