using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Runtime;
using LogOperator.Pipeline.Runtime.Accounting;
using LogOperator.Pipeline.Runtime.Acknowledgement;
using LogOperator.Pipeline.Runtime.Reading;
using LogOperator.Pipeline.Runtime.Routing;
using LogOperator.Pipeline.Sources.Files.Lines;
using LogOperator.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Pipeline.Tests.Runtime;

public sealed class HostDiskTests
{
    [Fact]
    public void Nothing_is_needed_of_a_file_of_which_all_is_finished_though_an_earlier_one_waits()
    {
        using var directory = new TempDirectory();
        using var disk = new HostDisk(new HostOptions { StateDirectory = directory.Path, RetentionQuota = 1 << 20 }, TimeProvider.System, NullLogger.Instance);
        using var readers = new ReaderPool(1, NullLogger.Instance);
        var (old, young) = (new FakeLogFile(1, "one"), new FakeLogFile(2, "two"));
        var stream = new FakeLogStream(old, young);
        var branch = new Branch("shop/web", "shop/file", 1024, disk.Checkpoints, new BranchLedger("shop/web", "shop/file", TimeProvider.System), new BufferBudget(1 << 20));
        var config = HostFixture.Config([HostFixture.Store("file", """{"blackhole": {}}""")]).Pipelines[0];
        var pipeline = new RunningPipeline(
            config, [stream], [branch], new PipelineCounters(), new Lanes(readers), disk.Checkpoints, true, TimeProvider.System, NullLogger.Instance);
        pipeline.Appeared(stream, stream);

        var waiting = Read(old);
        var dropped = Read(young);
        Assert.Equal((0, 0), (HostDisk.NeededFrom([pipeline], stream, old), HostDisk.NeededFrom([pipeline], stream, young)));
        dropped.Finish([0], 4, ByteFate.DroppedFull);
        Assert.Equal((0, young.Size), (HostDisk.NeededFrom([pipeline], stream, old), HostDisk.NeededFrom([pipeline], stream, young)));
        waiting.Finish([0], 4, ByteFate.Acknowledged);
        Assert.Equal((old.Size, young.Size), (HostDisk.NeededFrom([pipeline], stream, old), HostDisk.NeededFrom([pipeline], stream, young)));

        AckEntry Read(FakeLogFile file)
        {
            var tracker = branch.TrackerOf(stream.Key);
            tracker.Open(file, 0);
            var batch = RecordBatch.Rent(null, file.Id, BatchAttributes.Empty);
            batch.Add(0, file.Size, default, default, LineFlags.None);
            batch.Header(0).Branches = 1;
            var entry = tracker.Begin(batch, 1, 1, file.Size);
            tracker.Reached(file, file.Size, new HoldsNothing(), isAgain: false);
            return entry;
        }
    }

    private sealed record HoldsNothing : IHeldLines
    {
        public ulong HeldFileId => 0;

        public long HeldFrom => long.MaxValue;

        public long HeldBytesIn(ulong fileId) => 0;
    }
}
