using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Runtime;
using LogOperator.Pipeline.Runtime.Accounting;
using LogOperator.Pipeline.Runtime.Acknowledgement;
using LogOperator.Pipeline.Runtime.Reading;
using LogOperator.Pipeline.Runtime.Routing;
using LogOperator.Pipeline.Sources;
using LogOperator.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Pipeline.Tests.Runtime.Reading;

/// <summary>Files whose file system does not answer.</summary>
public sealed class HangingReaderTests : IDisposable
{
    private const string Store = "shop/file";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private readonly TempDirectory directory = new();
    private readonly CheckpointStore checkpoints;
    private readonly ReaderPool readers = new(2, NullLogger.Instance);
    private readonly Lanes lanes;
    private readonly ManualResetEventSlim reached = new();
    private readonly ManualResetEventSlim answer = new();
    private readonly FakeLogFile hanging;
    private readonly FakeLogStream stream;

    public HangingReaderTests()
    {
        checkpoints = new CheckpointStore(directory.Path, TimeProvider.System, NullLogger.Instance);
        lanes = new Lanes(readers);
        readers.Start();
        hanging = new FakeLogFile(1, "one", "two", "three")
        {
            Reading = () =>
            {
                if (!reached.IsSet)
                {
                    reached.Set();
                    answer.Wait();
                }
            },
        };
        stream = new FakeLogStream(hanging);
    }

    public void Dispose()
    {
        answer.Set();
        readers.Dispose();
        checkpoints.Dispose();
        directory.Dispose();
        reached.Dispose();
        answer.Dispose();
    }

    [Fact]
    public async Task Pipeline_ends_while_a_reader_of_it_hangs()
    {
        var pipeline = Follow("web", NewBranch("web"));
        await Eventually.Holds(() => reached.IsSet, "a reader hangs");
        await Task.Run(pipeline.Close).WaitAsync(Soon, TimeProvider.System);
        Assert.Equal(0, hanging.Retained);
    }

    [Fact]
    public async Task Pipeline_ends_though_a_reader_of_it_failed_and_what_that_was_about_to_hand_on_is_not_passed_over()
    {
        answer.Set();
        var branch = NewBranch("web");
        branch.Filled = (_, _) => throw new InvalidOperationException("a reader fails");
        var pipeline = Follow("web", branch);
        await Assert.ThrowsAsync<InvalidOperationException>(() => readers.Failed).WaitAsync(Soon, TimeProvider.System);
        await Task.Run(pipeline.Close).WaitAsync(Soon, TimeProvider.System);
        Assert.Null(branch.Unpark(stream.Key));
    }

    [Fact]
    public async Task Next_form_of_a_pipeline_goes_on_where_the_one_stood_whose_reader_hung()
    {
        var branch = NewBranch("web");
        var pipeline = Follow("web", branch);
        await Eventually.Holds(() => reached.IsSet, "a reader hangs");
        await Task.Run(pipeline.Close).WaitAsync(Soon, TimeProvider.System);
        var opened = Task.Run(() => Follow("web", branch));
        await opened.WaitAsync(Soon, TimeProvider.System);
        Assert.Equal(0, branch.PendingRecords);
        answer.Set();
        await Eventually.Equals(() => branch.PendingRecords, 3, "records, each once");
        await Eventually.Holds(() => lanes.All.All(l => l.IsAtEnd), "the end was reached");
        Assert.Equal(3, branch.PendingRecords);
    }

    [Fact]
    public async Task Full_branch_goes_on_where_it_stood_though_its_cursor_was_taken_away_as_it_was_about_to_leave_it()
    {
        answer.Set();
        var (branch, full) = (NewBranch("web"), NewBranch("web", "shop/full"));
        var pipeline = Follow("web", [branch, full]);
        await Eventually.Equals(() => (branch.PendingRecords, full.PendingRecords), (3, 3), "records of both branches");
        full.Limit = 0;
        answer.Reset();
        reached.Reset();
        hanging.Append("four");
        pipeline.Changed(stream);
        await Eventually.Holds(() => reached.IsSet, "a reader hangs");
        await Task.Run(pipeline.Close).WaitAsync(Soon, TimeProvider.System);
        full.Limit = 1024 * 1024;
        Follow("web", [branch, full]);
        answer.Set();
        await Eventually.Equals(() => (branch.PendingRecords, full.PendingRecords), (4, 4), "records, each once");
        await Eventually.Holds(() => lanes.All.All(l => l.IsAtEnd), "the end was reached");
        Assert.Equal((4, 4), (branch.PendingRecords, full.PendingRecords));
    }

    [Fact]
    public async Task What_is_asked_every_second_does_not_wait_for_a_reader_that_hangs()
    {
        Follow("web", NewBranch("web"));
        await Eventually.Holds(() => reached.IsSet, "a reader hangs");
        await Task.Run(() => lanes.Tend(isPaced: true, TimeSpan.Zero)).WaitAsync(Soon, TimeProvider.System);
        Assert.False(await Task.Run(() => lanes.All.All(l => l.IsAtEnd)).WaitAsync(Soon, TimeProvider.System));
        await Eventually.Equals(() => string.Join(" ", lanes.Stalled(TimeSpan.FromMilliseconds(100))), stream.Key, "streams that hang");
    }

    [Fact]
    public async Task Stream_that_comes_back_as_another_object_does_not_wait_for_the_reader_of_the_former()
    {
        var branch = NewBranch("web");
        var pipeline = Follow("web", branch);
        await Eventually.Holds(() => reached.IsSet, "a reader hangs");
        await Task.Run(pipeline.Close).WaitAsync(Soon, TimeProvider.System);
        Follow("web", branch, new FakeLogStream(new FakeLogFile(1, "one", "two", "three")));
        await Eventually.Equals(() => branch.PendingRecords, 3, "records");
    }

    [Fact]
    public async Task Other_pipelines_of_the_file_go_on_when_it_answers()
    {
        var (first, second) = (NewBranch("web"), NewBranch("other"));
        var pipeline = Follow("web", first);
        await Eventually.Holds(() => reached.IsSet, "a reader hangs");
        Follow("other", second);
        await Task.Run(pipeline.Close).WaitAsync(Soon, TimeProvider.System);
        answer.Set();
        await Eventually.Equals(() => second.PendingRecords, 3, "records of the other pipeline");
        Assert.Equal(0, first.PendingRecords);
    }

    [Fact]
    public async Task Where_reading_starts_at_the_end_a_file_that_does_not_answer_is_not_waited_for()
    {
        stream.StartAt = StartAt.End;
        var position = await Task.Run(() => new StartPolicy(null, autoStartsAtBeginning: false).Begin(stream, stream, [NewBranch("web")], checkpoints))
            .WaitAsync(Soon, TimeProvider.System);
        Assert.Equal(new Position(hanging.Id, hanging.Size, hanging.Size), position);
    }

    private Branch NewBranch(string name, string store = Store) => new(
        $"shop/{name}", store, 1024 * 1024, checkpoints, new BranchLedger($"shop/{name}", store, TimeProvider.System), new BufferBudget(1 << 26));

    private RunningPipeline Follow(string name, Branch branch, FakeLogStream? of = null) => Follow(name, [branch], of);

    private RunningPipeline Follow(string name, Branch[] branches, FakeLogStream? of = null)
    {
        StoreConfig[] stores = [HostFixture.Store("file", """{"blackhole": {}}"""), HostFixture.Store("full", """{"blackhole": {}}""")];
        var config = HostFixture.Config([.. stores.Take(branches.Length)]).Pipelines[0] with { Name = name };
        var (followed, pipeline) = (of ?? stream, default(RunningPipeline));
        pipeline = new RunningPipeline(config, [followed], branches, new PipelineCounters(), lanes, checkpoints, true, TimeProvider.System, NullLogger.Instance);
        pipeline.Appeared(followed, followed);
        return pipeline;
    }
}
