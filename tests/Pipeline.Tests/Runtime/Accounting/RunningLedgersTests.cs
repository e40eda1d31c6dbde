using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Runtime;
using LogOperator.Pipeline.Runtime.Accounting;
using LogOperator.Pipeline.Runtime.Reading;
using LogOperator.Pipeline.Runtime.Routing;
using LogOperator.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Pipeline.Tests.Runtime.Accounting;

public sealed class RunningLedgersTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(700)]
    [InlineData(int.MaxValue)]
    public void The_files_with_the_most_pending_bytes_are_told_however_many_there_are(int most)
    {
        const int Streams = 4;
        const int FilesOfEach = 250;
        using var checkpoints = new CheckpointStore(null, new ManualTimeProvider(), NullLogger.Instance);
        using var readers = new ReaderPool(1, NullLogger.Instance);
        var branch = new Branch("shop/web", "shop/file", 1 << 20, checkpoints, new BranchLedger("shop/web", "shop/file", TimeProvider.System), new BufferBudget(1 << 26));
        var config = HostFixture.Config([HostFixture.Store("file", """{"blackhole": {}}""")]).Pipelines[0];
        var source = new FakeLogStream();
        var pipeline = new RunningPipeline(config, [source], [branch], new PipelineCounters(), new Lanes(readers), checkpoints, true, TimeProvider.System, NullLogger.Instance);
        for (var i = 0; i < Streams; i++)
        {
            var files = Enumerable.Range(i * FilesOfEach, FilesOfEach).Select(id => new FakeLogFile((ulong)id + 1, new string('x', id * 7919 % 1000)));
            pipeline.Appeared(source, new FakeLogStream([.. files]) { Key = $"/{i}.log" });
        }

        var told = RunningLedgers.Files([pipeline], most);
        Assert.Equal(Enumerable.Range(1, Streams * FilesOfEach).Reverse().Take(most).Select(size => (long)size), told.Select(f => f.Ledger.Pending));
    }
}
