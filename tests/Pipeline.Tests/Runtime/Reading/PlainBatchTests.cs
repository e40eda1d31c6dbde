using System.Text;
using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Runtime.Accounting;
using LogOperator.Pipeline.Runtime.Reading;
using LogOperator.Pipeline.Runtime.Routing;
using LogOperator.Pipeline.Runtime.Sending;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Content;
using LogOperator.Pipeline.Sources.Files.Lines;
using LogOperator.Pipeline.Tests.Sources.Files.Lines;
using LogOperator.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Pipeline.Tests.Runtime.Reading;

/// <summary>Batches of plain lines on their way through a pipeline that only hands them on.</summary>
public sealed class PlainBatchTests : IDisposable
{
    private readonly CheckpointStore checkpoints = new(null, new ManualTimeProvider(), NullLogger.Instance);
    private readonly BufferBudget budget = new(1 << 26);
    private readonly BatchAccount account = new();
    private readonly PipelineCounters counters = new();
    private readonly BatchProcessing processing;

    public PlainBatchTests() =>
        processing = new BatchProcessing(HostFixture.Config([HostFixture.Store("file", """{"blackhole": {}}""")]).Pipelines[0], ["shop/file"], counters);

    public void Dispose() => checkpoints.Dispose();

    [Fact]
    public void Records_cost_no_memory_each()
    {
        var (few, many) = (long.MaxValue, long.MaxValue);
        for (var round = 0; round < 5; round++)
        {
            few = Math.Min(few, PassThrough(Join(Lines(10)), 10));
            many = Math.Min(many, PassThrough(Join(Lines(4000)), 4000));
        }

        Assert.InRange(many, 0, few);
    }

    [Fact]
    public void A_request_takes_as_much_of_a_batch_as_it_has_room_for()
    {
        var (branch, waiting) = Attach(maxBytes: 1000, maxRecords: 3);
        var batch = Join("one\ntwo\nthree\nfour\nfive\n");
        Put(branch, batch);
        var builder = new RequestBuilder(1000, 3);
        var first = builder.Take(waiting)!;
        var second = builder.Take(waiting)!;
        Assert.Equal((3, 14L, 2, 10L), (first.Records.Count, first.Bytes, second.Records.Count, second.Bytes));
        Assert.Equal(["one", "two", "three", "four", "five"], first.Records.Concat(second.Records).Select(r => Encoding.UTF8.GetString(r.Record.Body.Bytes)));
        Assert.Null(builder.Take(waiting));

        // The later one first: nothing is acknowledged below it yet.
        second.Acknowledge(0, 2);
        Assert.Equal((5L, 3), (branch.PendingRecords + 2, (int)branch.PendingRecords));
        first.Acknowledge(0, 3);
        Assert.Equal(0, branch.PendingRecords);
        Assert.Equal(0, budget.Held);
    }

    [Fact]
    public void A_limit_of_bytes_ends_a_request_behind_the_record_that_reaches_it()
    {
        var (branch, waiting) = Attach(maxBytes: 8, maxRecords: 100);
        Put(branch, Join("one\ntwo\nthree\nfour\n"));
        var builder = new RequestBuilder(8, 100);
        Assert.Equal([2, 2], [builder.Take(waiting)!.Records.Count, builder.Take(waiting)!.Records.Count]);
    }

    [Fact]
    public void A_batch_with_a_record_beyond_the_limit_is_looked_at_record_by_record()
    {
        var batch = Join("short\n" + new string('x', 600 * 1024) + "\n", maxBytes: 1 << 20);
        account.KnowingBranches = 0;
        Assert.False(processing.TakesWhole(batch, account));
        processing.Process(batch, 1, counts: true, account);
        Assert.Equal((Fate.Live, Fate.TooLong, 1), (batch[0].Fate, batch[1].Fate, account.RecordsOf(0)));
        batch.Release();
    }

    [Theory]
    [InlineData("2026-01-02T03:04:05Z stdout F one\n2026-01-02T03:04:05Z stdout F two\n", true)]
    [InlineData("2026-01-02T03:04:05Z stdout P one\n2026-01-02T03:04:05Z stdout F two\n", true)]
    [InlineData("2026-01-02T03:04:05Z stdout F one\nno container log line\n", true)]
    [InlineData("2026-01-02T03:04:05Z stdout P one\n2026-01-02T03:04:05Z stderr F two\n2026-01-02T03:04:05Z stdout F three\n", false)]
    [InlineData("2026-01-02T03:04:05Z stdout F one\n\0\0\0\n2026-01-02T03:04:05Z stdout F two\n", false)]
    public void Records_are_contiguous_unless_something_stands_between_them(string lines, bool areContiguous)
    {
        var batch = Join(lines, FileFormat.Cri);
        Assert.Equal(areContiguous, batch.Contiguous is not null);
        batch.Release();
    }

    [Fact]
    public void Memory_that_many_queues_share_is_counted_once()
    {
        var (one, _) = Attach(1000, 100);
        var (other, waiting) = Attach(1000, 100);
        var batch = Join(Lines(100));
        batch.Retain();
        Put(one, batch);
        var held = budget.Held;
        Put(other, batch);

        // What each queue keeps beside the batch is its own.
        Assert.InRange(budget.Held - held, 1, held / 10);
        new RequestBuilder(1 << 20, 1000).Take(waiting)!.Acknowledge(0, 100);
        Assert.Equal(held, budget.Held);
        one.Close();
        Assert.Equal(0, budget.Held);
    }

    [Fact]
    public void A_cursor_inside_a_chunk_of_another_gets_the_same_chunk()
    {
        var reads = new SharedReads();
        var asked = 0;
        var file = new FakeLogFile(1, "one\ntwo") { Reading = () => asked++ };
        using var chunk = new Held(reads.Read(file, 0)!);
        Assert.Null(reads.Find(chunk.Chunk, 0, LinesUnderTest.Default, BatchAttributes.Empty));
        using var again = new Held(reads.Read(file, 0)!);
        Assert.Same(chunk.Chunk, again.Chunk);
        Assert.Equal(1, asked);
        reads.Clear();
        using var anew = new Held(reads.Read(file, 4)!);
        Assert.Equal(2, asked);
        reads.Clear();
    }

    private static string Lines(int count) => string.Concat(Enumerable.Repeat("some line of text\n", count));

    private static RecordBatch Join(string text, FileFormat format = FileFormat.Plain, int maxBytes = 256 * 1024)
    {
        using var joiner = new RecordJoiner(LinesUnderTest.Default with { MaxBytes = maxBytes });
        var bytes = Encoding.UTF8.GetBytes(text);
        var index = new LineIndex();
        LineFramer.Frame(bytes, format, BlockPlace.LineStart, ref index);
        var block = new Block(bytes.Length);
        bytes.CopyTo(block.Span);
        var count = index.Count;
        var chunk = new Chunk(block, new BlockPool(1, 0), 1, 0, bytes.Length, index.Take(), count);
        var batch = joiner.Join(chunk, 0, BatchAttributes.Empty, DateTimeOffset.UnixEpoch)[0];
        chunk.Release();
        return batch;
    }

    private (Branch Branch, WaitingBranches Waiting) Attach(long maxBytes, int maxRecords)
    {
        var branch = new Branch("shop/web", "shop/file", 1 << 26, checkpoints, new BranchLedger("shop/web", "shop/file", TimeProvider.System), budget);
        var waiting = new WaitingBranches(maxBytes, maxRecords);
        var attached = new WaitingBranch(branch);
        branch.Filled = (bytes, records) => waiting.Add(attached, bytes, records);
        return (branch, waiting);
    }

    private void Put(Branch branch, RecordBatch batch)
    {
        account.KnowingBranches = 0;
        processing.Process(batch, 1, counts: true, account);
        branch.Enqueue(batch, branch.TrackerOf("stream").Begin(batch, 1, account.RecordsOf(0), account.BytesOf(0)), 1, account.RecordsOf(0), 0);
    }

    /// <summary>From routing to the acknowledgement, with a sink that looks at no record.</summary>
    /// <returns>Bytes of memory that were allocated.</returns>
    private long PassThrough(RecordBatch batch, int count)
    {
        var (branch, waiting) = Attach(1 << 20, 5000);
        var builder = new RequestBuilder(1 << 20, 5000);
        branch.TrackerOf("stream");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Put(branch, batch);
        var request = builder.Take(waiting)!;
        request.Acknowledge(0, count);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal((0, 0), (branch.PendingRecords, branch.WaitingRecords));
        return allocated;
    }

    private readonly struct Held(Chunk chunk) : IDisposable
    {
        public Chunk Chunk => chunk;

        public void Dispose() => chunk.Release();
    }
}
