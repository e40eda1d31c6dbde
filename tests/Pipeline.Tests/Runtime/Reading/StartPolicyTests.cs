using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Runtime.Accounting;
using LogOperator.Pipeline.Runtime.Reading;
using LogOperator.Pipeline.Runtime.Routing;
using LogOperator.Pipeline.Sources.Files.Lines;
using LogOperator.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Pipeline.Tests.Runtime.Reading;

public sealed class StartPolicyTests : IDisposable
{
    private readonly CheckpointStore checkpoints = new(null, new ManualTimeProvider(), NullLogger.Instance);
    private readonly FakeLogFile old = new(1, "one", "two", "three");
    private readonly FakeLogFile young = new(2, "four", "five");
    private readonly Branch branch;

    public StartPolicyTests() =>
        branch = new Branch("ns/p", "ns/s", 1024, checkpoints, new BranchLedger("ns/p", "ns/s", TimeProvider.System), new BufferBudget(1 << 20));

    public void Dispose() => checkpoints.Dispose();

    [Theory]
    [InlineData(1, 4, 4)]
    [InlineData(2, 0, 0)]
    public void What_is_acknowledged_after_the_way_of_joining_changed_skips_nothing_behind_what_was_held(ulong readFile, long offset, long skip)
    {
        var stream = new FakeLogStream(old, young);
        StartPolicy.Mark(stream, branch, checkpoints, stream.Joining);
        var tracker = branch.TrackerOf(stream.Key);
        tracker.Open(old, 0);
        tracker.Open(young, 0);
        var batch = RecordBatch.Rent(null, old.Id, BatchAttributes.Empty);
        batch.Add(0, 4, default, default, LineFlags.None);
        batch.Header(0).Branches = 1;
        var entry = tracker.Begin(batch, 1, 1, 4);
        var read = readFile == old.Id ? old : young;
        tracker.Reached(read, read.Size, new HeldFromFour(), isAgain: false);

        Assert.True(StartPolicy.Rejoin(stream, branch, checkpoints, stream.Joining with { MaxBytes = 2048 }));
        entry.Finish([0], 4, ByteFate.Acknowledged);

        Assert.True(checkpoints.TryGet(new("ns/p", "ns/s", readFile), out var checkpoint));
        Assert.Equal((offset, skip), (checkpoint.Offset, checkpoint.Skip));
    }

    /// <summary>The second line of the first file is held.</summary>
    private sealed record HeldFromFour : IHeldLines
    {
        public ulong HeldFileId => 1;

        public long HeldFrom => 4;

        public long HeldBytesIn(ulong fileId) => fileId == 1 ? 10 : 0;
    }
}
