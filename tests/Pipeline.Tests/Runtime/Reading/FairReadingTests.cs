using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Native;
using LogOperator.Pipeline.Runtime;
using LogOperator.Pipeline.Runtime.Accounting;
using LogOperator.Pipeline.Runtime.Reading;
using LogOperator.Pipeline.Runtime.Routing;
using LogOperator.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Pipeline.Tests.Runtime.Reading;

/// <summary>Pipelines that compete for one reader.</summary>
public sealed class FairReadingTests : IDisposable
{
    private readonly CheckpointStore checkpoints = new(null, new ManualTimeProvider(), NullLogger.Instance);
    private readonly ReaderPool readers = new(1, NullLogger.Instance);
    private readonly Lanes lanes;

    public FairReadingTests() => lanes = new Lanes(readers);

    public void Dispose()
    {
        readers.Dispose();
        checkpoints.Dispose();
    }

    [Fact]
    public async Task A_pipeline_whose_work_is_slow_takes_its_own_share_only()
    {
        const int Lines = 200;
        var lines = Enumerable.Range(0, Lines).Select(i => $"line {i}").ToArray();
        var slowReads = 0;
        for (ulong file = 1; file <= 20; file++)
        {
            Follow("slow", new FakeLogStream(new FakeLogFile(file, lines)
            {
                Reading = () =>
                {
                    slowReads++;
                    Spend(TimeSpan.FromMilliseconds(2));
                },
            })
            { Key = $"/slow/{file}.log" });
        }

        // Files that are read in turn would give the slow ones 20 reads for each of its own.
        var slowReadsAtEnd = 0;
        var quick = Follow("quick", new FakeLogStream(new FakeLogFile(100, lines) { AtEnd = () => slowReadsAtEnd = slowReads }) { Key = "/quick.log" });
        readers.Start();
        await Eventually.Equals(() => quick.PendingRecords, Lines, "records of the quick pipeline");
        await Eventually.Holds(() => slowReadsAtEnd > 0, "the quick pipeline has come to the end");
        Assert.InRange(slowReadsAtEnd, 1, Lines);
    }

    private static void Spend(TimeSpan time)
    {
        var from = ThreadTime.Nanos;
        while (ThreadTime.Nanos - from < time.TotalNanoseconds)
        {
            Thread.SpinWait(100);
        }
    }

    private Branch Follow(string name, FakeLogStream stream)
    {
        var config = HostFixture.Config([HostFixture.Store("file", """{"blackhole": {}}""")]).Pipelines[0] with { Namespace = name };
        var branch = new Branch($"{name}/web", "shop/file", 1024 * 1024, checkpoints, new BranchLedger($"{name}/web", "shop/file", TimeProvider.System), new BufferBudget(1 << 26));
        var pipeline = new RunningPipeline(config, [stream], [branch], new PipelineCounters(), lanes, checkpoints, true, TimeProvider.System, NullLogger.Instance);
        pipeline.Appeared(stream, stream);
        return branch;
    }
}
