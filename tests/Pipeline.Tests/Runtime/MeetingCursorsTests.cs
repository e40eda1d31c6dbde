using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Runtime;
using LogOperator.Pipeline.Runtime.Accounting;
using LogOperator.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Pipeline.Tests.Runtime;

/// <summary>Cursors of one pipeline that part and meet where a writer had not noticed a rotation: beside the file that is read there is one to come back to.</summary>
public sealed class MeetingCursorsTests : IDisposable
{
    private const string Pipeline = "shop/web";
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

    private Branch NewBranch(string store) =>
        new(Pipeline, store, 1024 * 1024, checkpoints, new BranchLedger(Pipeline, store, TimeProvider.System), new BufferBudget(1 << 26));

    private RunningPipeline Follow(Branch[] branches)
    {
        var stores = branches.Select(b => HostFixture.Store(b.Store["shop/".Length..], """{"blackhole": {}}"""));
        var config = HostFixture.Config([.. stores]).Pipelines[0];
        var pipeline = new RunningPipeline(
            config, [stream], branches, new PipelineCounters(), lanes, checkpoints, true, TimeProvider.System, NullLogger.Instance);
        pipeline.Appeared(stream, stream);
        return pipeline;
    }
}
