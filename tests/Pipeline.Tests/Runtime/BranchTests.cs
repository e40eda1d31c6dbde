using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Runtime;
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
        var branch = new Branch("shop/web", "shop/file", Limit, checkpoints);
        // Of this thread alone: other tests run beside this one. What was thrown away in between counts too.
        var before = GC.GetAllocatedBytesForCurrentThread();
        var tracker = branch.TrackerOf("stream");
        while (branch.HasRoom)
        {
            var batch = Some.Batch("x");
            batch[0].Set("attribute"u8, ValueKind.Text, "value"u8);
            branch.Enqueue(batch, tracker.Begin(1), 1, 1, 0);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, Limit * 3 / 2);
        branch.Close();
    }

    [Fact]
    public void A_stream_that_is_gone_is_forgotten_once_it_is_finished()
    {
        var branch = new Branch("shop/web", "shop/file", 1024, checkpoints);
        var tracker = branch.TrackerOf("gone");
        branch.Park("gone", new(1, 2, 2));
        var entry = tracker.Begin(1);
        branch.Forget(_ => false);
        Assert.Same(tracker, branch.TrackerOf("gone"));
        entry.Finish(1);
        branch.Forget(_ => true);
        Assert.Same(tracker, branch.TrackerOf("gone"));
        branch.Forget(_ => false);
        Assert.NotSame(tracker, branch.TrackerOf("gone"));
        Assert.Null(branch.Unpark("gone"));
    }
}
