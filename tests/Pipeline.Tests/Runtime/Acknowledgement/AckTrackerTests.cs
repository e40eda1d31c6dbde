using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Runtime.Accounting;
using LogOperator.Pipeline.Runtime.Acknowledgement;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Lines;
using LogOperator.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Pipeline.Tests.Runtime.Acknowledgement;

public sealed class AckTrackerTests : IDisposable
{
    private const long Nothing = long.MaxValue;
    private readonly CheckpointStore checkpoints = new(null, new ManualTimeProvider(), NullLogger.Instance);
    private readonly BranchLedger sums;
    private readonly AckTracker tracker;
    private readonly RetainedFile old = new(1);
    private readonly RetainedFile young = new(2);

    public AckTrackerTests()
    {
        sums = new BranchLedger("ns/p", "ns/s", TimeProvider.System);
        tracker = new AckTracker(checkpoints, sums);
        tracker.Open(old, 0);
        tracker.Open(young, 0);
    }

    public void Dispose() => checkpoints.Dispose();

    [Fact]
    public void A_checkpoint_waits_for_the_oldest_unfinished_record()
    {
        var first = Begin(2);
        tracker.Reached(old, 100, new Held(0, Nothing), isAgain: false);
        var second = Begin(1);
        tracker.Reached(old, 200, new Held(0, Nothing), isAgain: false);
        second.Finish(1);
        first.Finish(1);
        Assert.Null(CheckpointOf(old));
        first.Finish(1);
        Assert.Equal((200, 200), CheckpointOf(old));
        Assert.True(tracker.IsIdle);
    }

    [Fact]
    public void What_is_finished_behind_an_unfinished_record_does_not_pile_up()
    {
        var first = tracker.Begin(OneAt(0), 1, 1, 10);
        tracker.Reached(old, 10, new Held(0, Nothing), isAgain: false);
        for (var i = 1; i <= 10_000; i++)
        {
            if (i % 3 > 0)
            {
                tracker.Begin(OneAt(i * 10), 1, 1, 10).Finish([0], 10, i % 3 == 1 ? ByteFate.DroppedFull : ByteFate.Acknowledged);
            }
            else
            {
                tracker.Post(new(old.Id, ByteFate.FilteredStage, 10));
            }

            tracker.Reached(old, 10 + (i * 10), new Held(0, Nothing), isAgain: false);
        }

        Assert.InRange(tracker.Steps, 1, 1000);
        Assert.Null(CheckpointOf(old));
        tracker.Note();
        checkpoints.TryGet(new("ns/p", "ns/s", old.Id), out var checkpoint);
        Assert.Equal([new(20, 40), new(50, 70)], checkpoint.Finished!.Take(2));
        first.Finish([0], 10, ByteFate.Acknowledged);
        Assert.True(tracker.IsIdle);
        Assert.Equal((100_010, 100_010), CheckpointOf(old));
        checkpoints.TryGet(new("ns/p", "ns/s", old.Id), out checkpoint);
        var fates = checkpoint.Account!.Finished;
        Assert.Equal((33_340, 33_340, 33_330), (fates[ByteFate.DroppedFull], fates[ByteFate.Acknowledged], fates[ByteFate.FilteredStage]));
    }

    [Fact]
    public void What_no_branch_takes_moves_the_checkpoint_by_itself()
    {
        tracker.Reached(old, 100, new Held(0, Nothing), isAgain: false);
        Assert.Equal((100, 100), CheckpointOf(old));
    }

    [Fact]
    public void A_held_line_holds_the_offset_back_but_not_what_was_finished_behind_it()
    {
        Begin(1).Finish(1);
        tracker.Reached(old, 100, new Held(old.Id, 60), isAgain: false);
        Assert.Equal((60, 100), CheckpointOf(old));
    }

    [Fact]
    public void A_later_file_is_not_acknowledged_before_an_earlier_one()
    {
        var first = Begin(1);
        tracker.Reached(old, 100, new Held(0, Nothing), isAgain: false);
        Begin(1).Finish(1);
        tracker.Reached(young, 50, new Held(0, Nothing), isAgain: false);
        Assert.Null(CheckpointOf(young));
        first.Finish(1);
        Assert.Equal((100, 100), CheckpointOf(old));
        Assert.Equal((50, 50), CheckpointOf(young));
    }

    [Fact]
    public void A_line_held_over_a_rotation_holds_both_files_back()
    {
        tracker.Reached(old, 100, new Held(old.Id, 90), isAgain: false);
        tracker.Reached(young, 50, new Held(old.Id, 90), isAgain: false);
        Assert.Equal((90, 100), CheckpointOf(old));
        Assert.Equal((0, 50), CheckpointOf(young));
        tracker.Reached(young, 80, new Held(0, Nothing), isAgain: false);
        Assert.Equal((100, 100), CheckpointOf(old));
        Assert.Equal((80, 80), CheckpointOf(young));
    }

    [Fact]
    public void A_line_completed_by_the_first_chunk_of_the_next_file_frees_the_old_one()
    {
        tracker.Reached(old, 100, new Held(old.Id, 90), isAgain: false);
        var joined = Begin(1);
        tracker.Reached(young, 50, new Held(0, Nothing), isAgain: false);
        Assert.Equal((90, 100), CheckpointOf(old));
        joined.Finish(1);
        Assert.Equal((100, 100), CheckpointOf(old));
        Assert.Equal((50, 50), CheckpointOf(young));
    }

    [Fact]
    public void A_line_held_over_several_files_frees_all_of_them()
    {
        var middle = new RetainedFile(3);
        tracker.Open(middle, 0);
        tracker.Reached(old, 100, new Held(old.Id, 80), isAgain: false);
        tracker.Reached(middle, 50, new Held(old.Id, 80), isAgain: false);
        tracker.Reached(young, 40, new Held(old.Id, 80), isAgain: false);
        Assert.Equal([(80, 100), (0, 50), (0, 40)], [CheckpointOf(old), CheckpointOf(middle), CheckpointOf(young)]);
        tracker.Reached(young, 60, new Held(middle.Id, 30), isAgain: false);
        Assert.Equal([(100, 100), (30, 50), (0, 60)], [CheckpointOf(old), CheckpointOf(middle), CheckpointOf(young)]);
        tracker.Reached(young, 70, new Held(0, Nothing), isAgain: false);
        Assert.Equal([(100, 100), (50, 50), (70, 70)], [CheckpointOf(old), CheckpointOf(middle), CheckpointOf(young)]);
    }

    [Fact]
    public void A_file_is_retained_until_it_is_acknowledged()
    {
        var first = Begin(1);
        tracker.Reached(old, 100, new Held(0, Nothing), isAgain: false);
        var second = Begin(1);
        tracker.Reached(young, 50, new Held(0, Nothing), isAgain: false);
        Assert.Equal((1, 1), (old.Retained, young.Retained));
        first.Finish(1);
        Assert.Equal((0, 1), (old.Retained, young.Retained));
        second.Finish(1);
        Assert.Equal(0, young.Retained);
    }

    [Fact]
    public void A_file_of_which_all_was_dropped_is_not_retained_while_an_earlier_one_waits()
    {
        var onTheWire = Begin(1);
        tracker.Reached(old, 100, new Held(0, Nothing), isAgain: false);
        var entry = tracker.Begin(OneAt(0, young), 1, 1, 10);
        tracker.Reached(young, 50, new Held(0, Nothing), isAgain: false);
        Assert.Equal((1, 1), (old.Retained, young.Retained));
        entry.Finish([0], 10, ByteFate.DroppedFull);
        Assert.Equal((1, 0), (old.Retained, young.Retained));
        Assert.Null(CheckpointOf(young));
        tracker.Reached(young, 60, new Held(young.Id, 50, 10), isAgain: false);
        Assert.Equal(1, young.Retained);
        onTheWire.Finish(1);
        Assert.Equal((0, 1), (old.Retained, young.Retained));
        tracker.Reached(young, 70, new Held(0, Nothing), isAgain: false);
        Assert.Equal(0, young.Retained);
    }

    [Fact]
    public void Every_file_with_a_part_of_an_unfinished_record_is_retained()
    {
        var youngest = new RetainedFile(3);
        tracker.Open(youngest, 0);
        tracker.Reached(old, 10, new Held(old.Id, 0, 10), isAgain: false);
        var between = tracker.Begin(OneAt(5, young), 1, 1, 10);
        tracker.Reached(young, 20, new Held(old.Id, 0, 10), isAgain: false);
        var batch = OneAt(0);
        batch.SetOwned(0, 10, [(young.Id, 10), (youngest.Id, 5)]);
        var entry = tracker.Begin(batch, 1, 1, 10);
        tracker.Reached(youngest, 5, new Held(0, Nothing), isAgain: false);
        between.Finish([0], 10, ByteFate.Acknowledged);
        Assert.Equal((1, 1, 1), (old.Retained, young.Retained, youngest.Retained));
        entry.Finish([0], 10, ByteFate.Acknowledged);
        Assert.Equal((0, 0, 0), (old.Retained, young.Retained, youngest.Retained));
    }

    [Fact]
    public void A_file_all_of_which_is_part_of_a_held_record_is_retained()
    {
        var youngest = new RetainedFile(3);
        tracker.Open(youngest, 0);
        tracker.Reached(old, 10, new Held(old.Id, 0, 10), isAgain: false);
        tracker.Reached(young, 20, new Held(old.Id, 0, 10), isAgain: false);
        tracker.Reached(youngest, 5, new Held(old.Id, 0, 10), isAgain: false);
        Assert.Equal((1, 1, 1), (old.Retained, young.Retained, youngest.Retained));
        tracker.Reached(youngest, 15, new Held(0, Nothing), isAgain: false);
        Assert.Equal((0, 0, 0), (old.Retained, young.Retained, youngest.Retained));
    }

    [Fact]
    public void A_closed_tracker_moves_nothing()
    {
        var first = Begin(1);
        tracker.Reached(old, 100, new Held(0, Nothing), isAgain: false);
        tracker.Close();
        first.Finish(1);
        tracker.Reached(old, 200, new Held(0, Nothing), isAgain: false);
        Assert.Null(CheckpointOf(old));
    }

    private (long, long)? CheckpointOf(ILogFile file) =>
        checkpoints.TryGet(new("ns/p", "ns/s", file.Id), out var checkpoint) ? checkpoint.Place : null;

    [Fact]
    public void A_checkpoint_says_where_the_other_stream_goes_on()
    {
        tracker.Reached(old, 100, new Held(old.Id, 60), isAgain: false, new(new StreamPlaces(100, 80, 60), null));
        Assert.Equal(new StreamPlaces(100, 80, 60), PlacesIn(old));
        tracker.Reached(old, 120, new Held(0, Nothing), isAgain: false);
        Assert.Null(PlacesIn(old));
    }

    [Fact]
    public void Where_a_stream_goes_on_is_followed_in_every_file_since_that_of_the_oldest_held_line()
    {
        tracker.Reached(old, 100, new Held(old.Id, 60), isAgain: false, new(new StreamPlaces(100, 80, 60), null));
        tracker.Reached(young, 50, new Held(old.Id, 60), isAgain: false, new(new StreamPlaces(50, 0, 0), [default, (old.Id, 80), (old.Id, 60)]));
        Assert.Equal(((60, 100), (0, 50)), (CheckpointOf(old), CheckpointOf(young)));
        Assert.Equal((new(100, 80, 60), new(50, 0, 0)), (PlacesIn(old), PlacesIn(young)));
        tracker.Reached(young, 70, new Held(old.Id, 60), isAgain: false, new(new StreamPlaces(70, 55, 0), [default, (young.Id, 55), (old.Id, 60)]));
        Assert.Equal((new(100, 100, 60), new(70, 55, 0)), (PlacesIn(old), PlacesIn(young)));
        tracker.Reached(young, 80, new Held(young.Id, 55), isAgain: false, new(new StreamPlaces(80, 55, 75), null));
        Assert.Equal(((100, 100), (55, 80)), (CheckpointOf(old), CheckpointOf(young)));
        Assert.Equal((null, new(80, 55, 75)), (PlacesIn(old), PlacesIn(young)));
    }

    [Fact]
    public void What_a_stream_holds_is_not_passed_over_before_it_is_read_again()
    {
        tracker.Reached(old, 100, new Held(0, Nothing), isAgain: true, new(new StreamPlaces(100, 80, 70), null));
        Assert.Equal((70, 100), CheckpointOf(old));
        Assert.Equal(new StreamPlaces(100, 80, 70), PlacesIn(old));
    }

    [Fact]
    public void What_was_held_in_a_later_file_is_not_passed_over_where_the_line_of_the_earlier_one_goes_out_when_it_is_read_again()
    {
        tracker.Reached(old, 100, new Held(old.Id, 60), isAgain: false, new(new StreamPlaces(100, 80, 60), null));
        tracker.Reached(young, 50, new Held(old.Id, 60), isAgain: false, new(new StreamPlaces(50, 0, 0), [default, (old.Id, 80), (old.Id, 60)]));
        tracker.Reached(old, 100, new Held(0, Nothing), isAgain: true);
        Assert.Equal(((100, 100), (0, 50)), (CheckpointOf(old), CheckpointOf(young)));
        Assert.Equal(new StreamPlaces(50, 0, 0), PlacesIn(young));
        tracker.Reached(young, 50, new Held(young.Id, 20), isAgain: true);
        Assert.Equal((20, 50), CheckpointOf(young));
        tracker.Reached(young, 70, new Held(0, Nothing), isAgain: false);
        Assert.Equal(((100, 100), (70, 70)), (CheckpointOf(old), CheckpointOf(young)));
    }

    [Fact]
    public void A_file_that_is_come_to_again_keeps_its_place_among_those_that_wait()
    {
        tracker.Reached(old, 100, new Held(old.Id, 60), isAgain: false);
        tracker.Reached(young, 50, new Held(old.Id, 60), isAgain: false);
        tracker.Reached(old, 100, new Held(old.Id, 60), isAgain: true);
        tracker.Reached(young, 60, new Held(old.Id, 60), isAgain: false);
        tracker.Reached(young, 70, new Held(young.Id, 65), isAgain: false);
        Assert.Equal(((100, 100), (65, 70)), (CheckpointOf(old), CheckpointOf(young)));
    }

    private StreamPlaces? PlacesIn(RetainedFile file) => checkpoints.TryGet(new("ns/p", "ns/s", file.Id), out var checkpoint) ? checkpoint.Places : null;

    private Step Begin(int records)
    {
        var batch = RecordBatch.Rent(null, old.Id, BatchAttributes.Empty);
        for (var i = 0; i < records; i++)
        {
            batch.Add(i, i + 1, default, default, LineFlags.None);
        }

        return new Step(tracker.Begin(batch, 1, records, records));
    }

    private RecordBatch OneAt(long offset, ILogFile? file = null)
    {
        var batch = RecordBatch.Rent(null, (file ?? old).Id, BatchAttributes.Empty);
        batch.Add(offset, offset + 10, default, default, LineFlags.None);
        batch.Header(0).Branches = 1;
        return batch;
    }

    /// <summary>A batch whose records are finished one after the other.</summary>
    private sealed class Step(AckEntry entry)
    {
        private int next;

        public void Finish(int count)
        {
            for (; count > 0; count--)
            {
                entry.Finish([next++], 1, ByteFate.Acknowledged);
            }
        }
    }

    private sealed record Held(ulong HeldFileId, long HeldFrom, long Bytes = 0) : IHeldLines
    {
        public long HeldBytesIn(ulong fileId) => fileId == HeldFileId ? Bytes : 0;
    }

    private sealed class RetainedFile(ulong id) : ILogFile
    {
        public ulong Id => id;

        public string Path => $"/{id}";

        public long Size => 1000;

        public bool IsFinished => false;

        public int Retained { get; private set; }

        public Chunk? Read(long offset) => null;

        public long LineStart(long offset) => offset;

        public void Retain() => Retained++;

        public void Release() => Retained--;
    }
}
