using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Runtime;
using LogOperator.Pipeline.Runtime.Accounting;
using LogOperator.Pipeline.Runtime.Acknowledgement;
using LogOperator.Pipeline.Runtime.Reading;
using LogOperator.Pipeline.Runtime.Routing;
using LogOperator.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Pipeline.Tests.Runtime.Reading;

/// <summary>Cursors of one pipeline that part and meet where a writer had not noticed a rotation: beside the file that is read there is one to come back to.</summary>
public sealed class MeetingCursorsTests : IDisposable
{
    private const string Pipeline = "shop/web";
    private readonly ManualTimeProvider time = new();
    private readonly CheckpointStore checkpoints = new(null, new ManualTimeProvider(), NullLogger.Instance);
    private readonly ReaderPool readers = new(1, NullLogger.Instance);
    private readonly Lanes lanes;
    private readonly Branch ahead;
    private readonly Branch behind;
    private readonly FakeLogFile old = new(1, "one", "two") { IsFinished = true };
    private readonly FakeLogFile next = new(2, "three", "four");
    private readonly FakeLogStream stream;

    public MeetingCursorsTests()
    {
        lanes = new Lanes(readers);
        ahead = NewBranch("shop/ahead");
        behind = NewBranch("shop/behind");
        stream = new FakeLogStream(old, next);
        readers.Start();
    }

    public void Dispose()
    {
        readers.Dispose();
        checkpoints.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Branch_that_meets_one_that_has_come_back_gets_the_later_file_as_a_whole(bool isBehindFirst)
    {
        ahead.Park(stream.Key, new Position(1, old.Size, old.Size, 2, next.Size));
        behind.Park(stream.Key, new Position(1, old.Size, old.Size));
        old.Append("late");
        Follow(isBehindFirst ? [behind, ahead] : [ahead, behind]);
        await Eventually.Equals(() => behind.PendingRecords, 3, "records of the branch that was behind");
        await Eventually.Holds(() => lanes.All.All(l => l.IsAtEnd), "the end");
        Assert.Equal((1, 3), (ahead.PendingRecords, behind.PendingRecords));
    }

    [Fact]
    public async Task Next_form_of_a_pipeline_reads_what_is_written_late_to_the_file_before()
    {
        var pipeline = Follow([ahead]);
        await Eventually.Equals(() => ahead.PendingRecords, 4, "records of both files");
        pipeline.Close();
        pipeline = Follow([ahead]);
        next.Append("five");
        pipeline.Changed(stream);
        await Eventually.Equals(() => ahead.PendingRecords, 5, "records of the next form");
        old.Append("late");
        pipeline.Changed(stream);
        await Eventually.Equals(() => ahead.PendingRecords, 6, "records with the late one");
    }

    [Fact]
    public async Task Branch_that_was_full_reads_what_was_written_late_to_the_file_before()
    {
        var pipeline = Follow([ahead, behind]);
        await Eventually.Equals(() => (ahead.PendingRecords, behind.PendingRecords), (4, 4), "records of both files");
        behind.Limit = 0;
        next.Append("five");
        pipeline.Changed(stream);
        await Eventually.Equals(() => (ahead.PendingRecords, behind.PendingRecords), (5, 4), "records of the branch that has room");
        old.Append("late");
        pipeline.Changed(stream);
        await Eventually.Equals(() => (ahead.PendingRecords, behind.PendingRecords), (6, 4), "records with the late one");
        behind.Limit = 1024 * 1024;
        pipeline.WakeBlocked();
        await Eventually.Equals(() => (ahead.PendingRecords, behind.PendingRecords), (6, 6), "records of the branch that was full");
    }

    [Fact]
    public async Task What_is_written_late_to_the_file_before_is_read_after_a_restart()
    {
        checkpoints.Set(new(Pipeline, ahead.Store, 1), new(old.Size, old.Size));
        checkpoints.Set(new(Pipeline, ahead.Store, 2), new(next.Size, next.Size));
        next.Append("five");
        var pipeline = Follow([ahead]);
        await Eventually.Equals(() => ahead.PendingRecords, 1, "records since the restart");
        old.Append("late");
        pipeline.Changed(stream);
        await Eventually.Equals(() => ahead.PendingRecords, 2, "records with the late one");
    }

    [Fact]
    public async Task What_is_unread_is_not_lost_for_the_next_form_of_a_pipeline_before_that_is_told_of_its_streams()
    {
        var pipeline = Follow([ahead]);
        await Eventually.Equals(() => ahead.PendingRecords, 4, "records of both files");
        AcknowledgeAll(ahead);
        pipeline.Close();
        next.Append("five");
        pipeline = Build([ahead]);
        pipeline.Forget();
        Assert.Equal(default, ahead.Ledger.Gone);
        pipeline.Appeared(stream, stream);
        await Eventually.Equals(() => ahead.PendingRecords, 1, "records of the next form");
        AcknowledgeAll(ahead);
        pipeline.Disappeared(stream, stream);
        pipeline.Forget();
        Assert.Equal(old.Size + next.Size, ahead.Ledger.Gone.Size);
    }

    [Fact]
    public void Stream_of_a_former_form_that_does_not_come_back_is_forgotten_in_the_end()
    {
        ahead.TrackerOf(stream.Key).Open(old, 0);
        var pipeline = Build([ahead]);
        pipeline.Forget();
        Assert.Single(ahead.Trackers);
        time.Advance(TimeSpan.FromMinutes(1));
        pipeline.Forget();
        Assert.Empty(ahead.Trackers);
    }

    private static void AcknowledgeAll(Branch branch)
    {
        while (branch.TryPeek(out var head))
        {
            var (first, count) = (head.Next, head.Untaken);
            head.Untaken = 0;
            branch.Taken(head, count);
            branch.Acknowledged(count, 0);
            head.FinishRun(first, count, ByteFate.Acknowledged);
        }
    }

    private Branch NewBranch(string store) =>
        new(Pipeline, store, 1024 * 1024, checkpoints, new BranchLedger(Pipeline, store, TimeProvider.System), new BufferBudget(1 << 26));

    private RunningPipeline Follow(Branch[] branches)
    {
        var pipeline = Build(branches);
        pipeline.Appeared(stream, stream);
        return pipeline;
    }

    private RunningPipeline Build(Branch[] branches)
    {
        var stores = branches.Select(b => HostFixture.Store(b.Store["shop/".Length..], """{"blackhole": {}}"""));
        var config = HostFixture.Config([.. stores]).Pipelines[0];
        return new RunningPipeline(config, [stream], branches, new PipelineCounters(), lanes, checkpoints, true, time, NullLogger.Instance);
    }
}
