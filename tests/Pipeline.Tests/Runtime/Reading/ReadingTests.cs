using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Runtime;
using LogOperator.Pipeline.Runtime.Accounting;
using LogOperator.Pipeline.Runtime.Acknowledgement;
using LogOperator.Pipeline.Runtime.Reading;
using LogOperator.Pipeline.Runtime.Routing;
using LogOperator.Pipeline.Sources;
using LogOperator.Pipeline.Sources.Files.Lines;
using LogOperator.Pipeline.Sources.Multiline;
using LogOperator.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Pipeline.Tests.Runtime.Reading;

/// <summary>How cursors go through a stream whose files fail, end and vanish at the wrong moment.</summary>
public sealed class ReadingTests : IDisposable
{
    private const string Pipeline = "shop/web";
    private const string Store = "shop/file";
    private readonly CheckpointStore checkpoints = new(null, new ManualTimeProvider(), NullLogger.Instance);
    private readonly ManualTimeProvider time = new();
    private readonly ReaderPool readers;
    private readonly Lanes lanes;
    private readonly Branch branch;

    public ReadingTests()
    {
        readers = new ReaderPool(1, NullLogger.Instance, time);
        lanes = new Lanes(readers);
        branch = new Branch(Pipeline, Store, 1024 * 1024, checkpoints, Ledger(), new BufferBudget(1 << 26));
        readers.Start();
    }

    public void Dispose()
    {
        readers.Dispose();
        checkpoints.Dispose();
    }

    [Fact]
    public async Task A_file_that_is_lost_does_not_hold_up_its_successors()
    {
        var lost = new FakeLogFile(1, "one", "two");
        var next = new FakeLogFile(2, "three");
        var stream = new FakeLogStream(lost, next);
        var pipeline = Follow(stream);
        await Eventually.Equals(() => branch.PendingRecords, 2, "records of the first file");
        lost.IsGone = true;
        pipeline.Changed(stream);
        stream.Files = [next];
        pipeline.Changed(stream);
        await Eventually.Equals(() => branch.PendingRecords, 3, "records of both files");
    }

    [Fact]
    public async Task A_file_that_ends_while_it_is_read_is_read_to_its_end()
    {
        var old = new FakeLogFile(1, "one");
        var next = new FakeLogFile(2, "three");
        var stream = new FakeLogStream(old, next);
        old.AtEnd = () =>
        {
            old.Append("two");
            old.IsFinished = true;
        };
        var pipeline = Follow(stream);
        await Eventually.Holds(() => old.IsFinished, "the end of the first file");
        pipeline.Changed(stream);
        await Eventually.Equals(() => branch.PendingRecords, 3, "records of both files");
    }

    [Fact]
    public async Task A_file_that_is_left_alone_for_a_while_is_read_at_once_when_much_is_written()
    {
        var isAtEnd = false;
        var file = new FakeLogFile(1, "one") { AtEnd = () => Volatile.Write(ref isAtEnd, true) };
        var stream = new FakeLogStream(file);
        time.Advance(TimeSpan.FromSeconds(1));
        readers.Pacing.Adapt(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        var pipeline = Follow(stream);
        await Eventually.Holds(() => Volatile.Read(ref isAtEnd) && lanes.All.All(l => l.StalledFor == TimeSpan.Zero), "the end of the slice");
        file.Append("two");
        pipeline.Changed(stream);
        Assert.Equal(1, branch.PendingRecords);
        file.Append(new string('x', 300_000));
        pipeline.Changed(stream);
        await Eventually.Equals(() => branch.PendingRecords, 3, "records of the file that grew much");
    }

    [Fact]
    public async Task What_is_written_to_a_rotated_file_late_is_read()
    {
        var old = new FakeLogFile(1, "one") { IsFinished = true };
        var next = new FakeLogFile(2, "two");
        var stream = new FakeLogStream(old, next);
        var pipeline = Follow(stream);
        await Eventually.Equals(() => branch.PendingRecords, 2, "records of both files");
        old.IsFinished = false;
        old.Append("late");
        next.Append("three");
        pipeline.Changed(stream);
        await Eventually.Equals(() => branch.PendingRecords, 4, "records with the late one");
        old.IsFinished = true;
        next.Append("four");
        pipeline.Changed(stream);
        await Eventually.Equals(() => branch.PendingRecords, 5, "records after going on");
        old.Append("later");
        pipeline.Changed(stream);
        await Eventually.Equals(() => branch.PendingRecords, 6, "records with the later one");
    }

    [Fact]
    public async Task Files_are_kept_for_a_branch_that_has_not_come_to_them()
    {
        var first = new FakeLogFile(1, "one") { IsFinished = true };
        var second = new FakeLogFile(2, "two");
        var stream = new FakeLogStream(first, second);
        var pipeline = Follow(stream, new Branch(Pipeline, Store, 0, checkpoints, Ledger(), new BufferBudget(1 << 26)));
        await Eventually.Holds(() => first.Retained > 0 && second.Retained > 0, "both files are retained");
        pipeline.Disappeared(stream, stream);
        Assert.Equal((0, 0), (first.Retained, second.Retained));
    }

    [Fact]
    public async Task Stream_that_went_while_the_store_had_no_room_is_not_kept_until_there_is_some()
    {
        var file = new FakeLogFile(1, "one");
        var gone = new FakeLogStream(file);
        branch.Limit = 0;
        var pipeline = Follow(gone);
        await Eventually.Holds(() => file.RetainedUnacknowledged > 0 && lanes.All.All(l => l.StalledFor == TimeSpan.Zero), "the reader waits for room");
        pipeline.Disappeared(gone, gone);
        var looks = gone.Looks;
        branch.Limit = 1024 * 1024;
        pipeline.WakeBlocked();
        var next = new FakeLogStream(new FakeLogFile(2, "two")) { Key = "/other.log" };
        pipeline.Appeared(next, next);
        await Eventually.Equals(() => branch.PendingRecords, 1, "records of the next stream");
        Assert.Equal(looks, gone.Looks);
    }

    [Fact]
    public async Task What_is_read_again_does_not_move_the_checkpoint_back()
    {
        var file = new FakeLogFile(1, "one", "two", "three", "four");
        checkpoints.Set(new(Pipeline, Store, file.Id), new(0, file.Size));
        checkpoints.Set(StartPolicy.KeyOf(new FakeLogStream(), branch), default);
        var stream = new FakeLogStream(file);
        var isAtEnd = false;
        var lowest = long.MaxValue;
        file.Reading = () => lowest = checkpoints.TryGet(new(Pipeline, Store, file.Id), out var checkpoint) ? Math.Min(lowest, checkpoint.Skip) : 0;
        file.AtEnd = () => Volatile.Write(ref isAtEnd, true);
        Follow(stream);
        await Eventually.Holds(() => Volatile.Read(ref isAtEnd), "the end was reached");
        Assert.Equal(file.Size, lowest);
        Assert.Equal(0, branch.PendingRecords);
    }

    [Fact]
    public async Task A_reader_that_hangs_does_not_hold_up_the_end()
    {
        using var reached = new ManualResetEventSlim();
        using var answer = new ManualResetEventSlim();
        var file = new FakeLogFile(1, "one")
        {
            Reading = () =>
            {
                reached.Set();
                answer.Wait();
            },
        };
        Follow(new FakeLogStream(file));
        await Eventually.Holds(() => reached.IsSet, "a reader hangs");
        await Task.Run(readers.Dispose).WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
        answer.Set();
    }

    [Fact]
    public void A_file_that_cannot_be_read_begins_at_its_size()
    {
        var file = new FakeLogFile(1, "one") { IsGone = true };
        var stream = new FakeLogStream(file) { StartAt = StartAt.End };
        var position = new StartPolicy(null, autoStartsAtBeginning: false).Begin(stream, stream, [branch], checkpoints);
        Assert.Equal(new Position(file.Id, file.Size, file.Size), position);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_when_reading_starts_at_the_end_is_passed_over_when_it_can()
    {
        var file = new FakeLogFile(1, "old", "older");
        var stream = new FakeLogStream { StartAt = StartAt.End, Unidentified = [new(file, file.Size)] };
        var pipeline = Follow(stream);
        file.Append("new");
        var isAtEnd = false;
        file.AtEnd = () => Volatile.Write(ref isAtEnd, true);
        stream.Files = [file];
        pipeline.Changed(stream);
        await Eventually.Holds(() => Volatile.Read(ref isAtEnd), "the end was reached");
        Assert.Equal(1, branch.PendingRecords);
    }

    [Fact]
    public async Task A_file_that_follows_one_where_reading_starts_at_the_end_is_passed_over_as_far_as_it_went_then()
    {
        var (first, second, third) = (new FakeLogFile(1, "a") { IsFinished = true }, new FakeLogFile(2, "b", "c") { IsFinished = true }, new FakeLogFile(3, "d"));
        var stream = new FakeLogStream(first) { StartAt = StartAt.End, Unidentified = [new(second, 2)] };
        var pipeline = Follow(stream);
        stream.Files = [first, second, third];
        pipeline.Changed(stream);
        await Eventually.Equals(() => branch.PendingRecords, 2, "records behind what was there");
    }

    [Fact]
    public async Task A_file_that_comes_while_its_predecessor_ends_is_passed_over_as_far_as_it_went_when_reading_started()
    {
        var (first, second) = (new FakeLogFile(1, "a") { IsFinished = true }, new FakeLogFile(2, "b", "c"));
        var stream = new FakeLogStream(first) { StartAt = StartAt.End, Unidentified = [new(second, 2)] };
        var isRead = false;
        second.AtEnd = () => Volatile.Write(ref isRead, true);
        first.AtEnd = () => stream.Files = [first, second];
        Follow(stream);
        await Eventually.Holds(() => Volatile.Read(ref isRead), "the end of the later file was reached");
        Assert.Equal(1, branch.PendingRecords);
    }

    [Fact]
    public void A_stored_offset_beyond_the_end_begins_the_file_anew()
    {
        var stream = new FakeLogStream(new FakeLogFile(1, "one"));
        checkpoints.Set(new(Pipeline, Store, 1), new(1000, 1000));
        Assert.Equal(new Position(1, 0, 0), StartPolicy.Resume(stream, branch, checkpoints));
    }

    [Fact]
    public void A_file_that_a_link_kept_is_not_taken_for_acknowledged_because_of_its_place()
    {
        var stream = new FakeLogStream(new FakeLogFile(1, "one") { WasLeft = true }, new FakeLogFile(2, "two"));
        checkpoints.Set(new(Pipeline, Store, 2), new(stream.Files[1].Size, stream.Files[1].Size));
        Assert.Equal(new Position(1, 0, 0), StartPolicy.Resume(stream, branch, checkpoints));
    }

    [Fact]
    public void A_file_that_is_certainly_older_than_one_that_has_a_checkpoint_needs_none_of_its_own()
    {
        var stream = new FakeLogStream(new FakeLogFile(1, "one") { IsOldest = true }, new FakeLogFile(2, "two"), new FakeLogFile(3, "three"));
        checkpoints.Set(StartPolicy.KeyOf(stream, branch), default);
        Assert.Equal(new Position(1, 0, 0), StartPolicy.Resume(stream, branch, checkpoints));
        checkpoints.Set(new(Pipeline, Store, 2), new(stream.Files[1].Size, stream.Files[1].Size));
        Assert.Equal(new Position(3, 0, 0), StartPolicy.Resume(stream, branch, checkpoints));
    }

    [Fact]
    public void A_file_without_a_checkpoint_is_read_though_it_stands_before_one_that_has_one()
    {
        var stream = new FakeLogStream(new FakeLogFile(1, "one"), new FakeLogFile(2, "two"));
        checkpoints.Set(new(Pipeline, Store, 2), new(stream.Files[1].Size, stream.Files[1].Size));
        Assert.Equal(new Position(1, 0, 0), StartPolicy.Resume(stream, branch, checkpoints));
    }

    [Fact]
    public async Task A_file_that_is_done_with_is_not_joined_anew_where_it_stands_behind_one_that_is_not()
    {
        var isAtEnd = false;
        var done = new FakeLogFile(2, "H", "\tat a", "H", "\tat b") { AtEnd = () => Volatile.Write(ref isAtEnd, true) };
        var groups = new GroupOptions(PatternGrouping.Of("^H", null, null), 500, TimeSpan.FromSeconds(30));
        var joining = new JoinOptions(1024, LineOverflow.Truncate, true, true, TimeSpan.FromSeconds(5)) { Groups = groups };
        checkpoints.Set(new(Pipeline, Store, 2), new(done.Size, done.Size));
        Follow(new FakeLogStream(new FakeLogFile(1, "H one", "H two") { IsFinished = true }, done) { Joining = joining });
        await Eventually.Holds(() => Volatile.Read(ref isAtEnd), "the end of the second file");
        Assert.Equal(1, branch.PendingRecords);
    }

    [Fact]
    public async Task Held_lines_do_not_age_while_the_store_has_no_room()
    {
        var isAtEnd = false;
        var first = new FakeLogFile(1, "H zero", "H one") { AtEnd = () => Volatile.Write(ref isAtEnd, true) };
        var second = new FakeLogFile(2, "\tat b", "H two");
        var groups = new GroupOptions(PatternGrouping.Of("^H", null, null), 500, TimeSpan.FromSeconds(10));
        var stream = new FakeLogStream(first) { Joining = new JoinOptions(1024, LineOverflow.Truncate, true, true, TimeSpan.FromSeconds(5)) { Groups = groups } };
        var pipeline = Follow(stream, clock: time);
        await Eventually.Holds(() => Volatile.Read(ref isAtEnd), "the end of what is there");
        var before = first.RetainedUnacknowledged;
        branch.Limit = 0;
        first.Append("\tat a");
        pipeline.Changed(stream);
        await Eventually.Holds(() => first.RetainedUnacknowledged > before, "the reader waits for room");
        time.Advance(TimeSpan.FromSeconds(60));
        first.IsFinished = true;
        stream.Files = [first, second];
        second.AtEnd = () => Volatile.Write(ref isAtEnd, true);
        isAtEnd = false;
        branch.Limit = 1024 * 1024;
        pipeline.WakeBlocked();
        await Eventually.Holds(() => Volatile.Read(ref isAtEnd), "the end of the second file");
        Assert.Equal(2, branch.PendingRecords);
    }

    private static BranchLedger Ledger() => new(Pipeline, Store, TimeProvider.System);

    [Fact]
    public async Task A_reader_that_hangs_does_not_hold_up_other_streams()
    {
        using var reached = new ManualResetEventSlim();
        using var answer = new ManualResetEventSlim();
        var hanging = new FakeLogFile(1, "one")
        {
            Reading = () =>
            {
                reached.Set();
                answer.Wait();
            },
        };
        Follow(new FakeLogStream(hanging));
        await Eventually.Holds(() => reached.IsSet, "a reader hangs");
        var other = new Branch(Pipeline, Store, 1024 * 1024, checkpoints, Ledger(), new BufferBudget(1 << 26));
        var stream = new FakeLogStream(new FakeLogFile(2, "two")) { Key = "/other.log" };
        var pipeline = Follow(stream, other);
        await Eventually.Holds(
            () =>
            {
                pipeline.Changed(stream);
                return other.PendingRecords == 1;
            },
            "records of the other stream");
        answer.Set();
        await Eventually.Equals(() => branch.PendingRecords, 1, "records of the stream that hung");
    }

    private RunningPipeline Follow(FakeLogStream stream, Branch? to = null, TimeProvider? clock = null)
    {
        var config = HostFixture.Config([HostFixture.Store("file", """{"blackhole": {}}""")]).Pipelines[0];
        var pipeline = new RunningPipeline(
            config, [stream], [to ?? branch], new PipelineCounters(), lanes, checkpoints, true, clock ?? TimeProvider.System, NullLogger.Instance);
        pipeline.Appeared(stream, stream);
        return pipeline;
    }
}
