using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Native;
using LogOperator.Pipeline.Runtime;
using LogOperator.Pipeline.Runtime.Accounting;
using LogOperator.Pipeline.Runtime.Reading;
using LogOperator.Pipeline.Runtime.Routing;
using LogOperator.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Pipeline.Tests.Runtime.Reading;

/// <summary>Two pipelines that share a file, one of which has had more than its share of the reader.</summary>
public sealed class PostponedCursorsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ManualTimeProvider time = new();
    private readonly CheckpointStore checkpoints = new(null, new ManualTimeProvider(), NullLogger.Instance);
    private readonly ReaderPool readers;
    private readonly Lanes lanes;
    private readonly FakeLogStream stream;
    private readonly FakeLogFile file;
    private readonly RunningPipeline modest;
    private readonly RunningPipeline greedy;
    private int reads;

    public PostponedCursorsTests()
    {
        readers = new ReaderPool(1, NullLogger.Instance, time);
        lanes = new Lanes(readers);
        file = new FakeLogFile(1, "one") { TellsItsEnd = true, Reading = () => reads++ };
        stream = new FakeLogStream(file);
        modest = Follow("modest", stream);
        greedy = Follow("greedy", stream);
        greedy.Share.Charge((long)TimeSpan.FromSeconds(1).TotalNanoseconds);
    }

    private StreamLane Lane => lanes.Find(stream)!;

    private (long Modest, long Greedy) Records => (modest.Branches[0].PendingRecords, greedy.Branches[0].PendingRecords);

    public void Dispose()
    {
        readers.Dispose();
        checkpoints.Dispose();
    }

    [Fact]
    public void When_a_postponed_pipeline_has_its_turn_those_that_have_had_theirs_are_left_alone()
    {
        Lane.RunSlice(inAnyCase: false);
        Assert.Equal((1, 0), Records);
        file.Append("two");
        Lane.RunSlice(inAnyCase: true);
        Assert.Equal((1, 1), Records);
        Assert.Equal(2, reads);
    }

    [Fact]
    public void Whoever_is_postponed_again_keeps_its_turn()
    {
        Lane.RunSlice(inAnyCase: false);
        Lane.RunSlice(inAnyCase: false);
        Assert.Equal((1, 0), Records);
        Lane.RunSlice(inAnyCase: true);
        Assert.Equal((1, 1), Records);
        Assert.Equal(2, reads);
    }

    [Fact]
    public void Lane_that_is_woken_while_it_stands_there_for_postponed_pipelines_is_read_for_all()
    {
        Lane.RunSlice(inAnyCase: false);
        file.Append("two");
        modest.Changed(stream);
        Lane.RunSlice(inAnyCase: true);
        Assert.Equal((2, 1), Records);
    }

    [Fact]
    public void Pipeline_that_comes_meanwhile_has_its_first_turn_at_once()
    {
        Lane.RunSlice(inAnyCase: false);
        var late = Follow("late", stream);
        Lane.RunSlice(inAnyCase: false);
        Assert.Equal((1, 0), Records);
        Assert.Equal(1, late.Branches[0].PendingRecords);
    }

    [Fact]
    public void Reading_once_costs_what_all_turns_cost_together()
    {
        var hard = TimeSpan.FromMilliseconds(2);
        file.Reading = () =>
        {
            Spend(hard);
            hard = TimeSpan.Zero;
        };
        Lane.RunSlice(inAnyCase: false);
        Lane.RunSlice(inAnyCase: true);
        Assert.Equal((1, 1), Records);
        Assert.InRange(Lane.TakeCost(), (long)TimeSpan.FromMilliseconds(1).TotalNanoseconds, long.MaxValue);
        Assert.Equal(0, Lane.TakeCost());
    }

    [Fact]
    public async Task What_is_written_while_a_lane_stands_there_for_postponed_pipelines_is_read_after_the_pause()
    {
        readers.Pacing.Adapt(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        using var reached = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var other = new FakeLogStream(new FakeLogFile(2, "other")
        {
            TellsItsEnd = true,
            Reading = () =>
            {
                reached.Set();
                goOn.Wait(Patience);
            },
        })
        { Key = "/other.log" };
        Follow("other", other);
        readers.Start();
        await Eventually.Holds(() => reached.IsSet, "the reader is at the other file, and the greedy pipeline waits");
        Assert.Equal((1, 0), Records);
        greedy.Changed(stream);
        goOn.Set();
        await Eventually.Equals(() => Records, (1, 1), "records of both pipelines");
        Assert.Equal(2, reads);
        file.Append("two");
        time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.Equals(() => Records, (2, 2), "records of both pipelines after the pause");
    }

    [Fact]
    public async Task Lane_that_was_read_before_its_pause_was_over_is_left_alone_for_a_whole_one_again()
    {
        readers.Pacing.Adapt(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        readers.Start();
        await ReadAsync(1);
        file.Append("two");
        modest.Changed(stream);
        time.Advance(TimeSpan.FromMilliseconds(400));
        file.Append(new string('x', 230 * 1024));
        modest.Changed(stream);
        await ReadAsync(3);
        file.Append("four");
        modest.Changed(stream);
        time.Advance(TimeSpan.FromMilliseconds(400));

        // The reader does one thing after the other.
        var other = Follow("other", new FakeLogStream(new FakeLogFile(2, "other") { TellsItsEnd = true }) { Key = "/other.log" });
        await Eventually.Equals(() => other.Branches[0].PendingRecords, 1, "records of the other pipeline");
        Assert.Equal((3, 3), Records);
        time.Advance(TimeSpan.FromMilliseconds(400));
        await ReadAsync(4);
    }

    private async Task ReadAsync(int records)
    {
        await Eventually.Equals(() => Records, (records, records), "records of both pipelines");
        await Eventually.Holds(() => Lane.IsAtEnd, "the reader is done");
    }

    private static void Spend(TimeSpan time)
    {
        var from = ThreadTime.Nanos;
        while (ThreadTime.Nanos - from < time.TotalNanoseconds)
        {
            Thread.SpinWait(100);
        }
    }

    private RunningPipeline Follow(string name, FakeLogStream stream)
    {
        var config = HostFixture.Config([HostFixture.Store("file", """{"blackhole": {}}""")]).Pipelines[0] with { Namespace = name };
        var branch = new Branch($"{name}/web", "shop/file", 1024 * 1024, checkpoints, new BranchLedger($"{name}/web", "shop/file", TimeProvider.System), new BufferBudget(1 << 26));
        var pipeline = new RunningPipeline(config, [stream], [branch], new PipelineCounters(), lanes, checkpoints, true, TimeProvider.System, NullLogger.Instance);
        pipeline.Appeared(stream, stream);
        return pipeline;
    }
}
