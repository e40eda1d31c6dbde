using LogOperator.Agent.Pace;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.TestKit;

namespace LogOperator.Agent.Tests.Pace;

public sealed class PaceWatchTests
{
    private static readonly Dictionary<string, long> Nothing = [];
    private readonly ManualTimeProvider time = new();
    private readonly PaceWatch watch;

    public PaceWatchTests() => watch = new PaceWatch(time);

    [Fact]
    public void The_rate_is_the_mean_of_the_last_minute()
    {
        Assert.Null(Read(0).BytesPerSecond);
        PipelineReport report = Read(0);
        for (var second = 1; second <= 120; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            report = Read(second * 1000);
        }

        Assert.Equal(1000, report.BytesPerSecond);
        for (var second = 0; second < 75; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            report = Read(120_000);
        }

        Assert.Equal(0, report.BytesPerSecond);
    }

    [Fact]
    public void A_pipeline_that_begins_to_count_anew_has_no_rate_yet()
    {
        Read(5_000_000);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(0, Read(5_000_000).BytesPerSecond);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(Read(10).BytesPerSecond);
    }

    [Fact]
    public void Records_dropped_before_they_were_routed_count_for_the_branches_and_those_of_a_deleted_pipeline_for_none()
    {
        Assert.Equal(BranchPace.Even, Assert.Single(Read(0, new() { ["deleted"] = 7 }).Branches).Pace);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(BranchPace.Dropping, Assert.Single(Read(0, new() { ["deleted"] = 7, ["tooLong"] = 1 }).Branches).Pace);
    }

    [Fact]
    public void Lost_bytes_count_as_dropped()
    {
        var sums = new BranchSums
        {
            Pipeline = "shop/web", Store = "shop/out", Bytes = [new ByteSum("lost", "retention", 9)], Duplicates = 0,
            Gone = new LedgerReport { Size = 0, Skipped = 0, Acknowledged = 0, DeadLettered = 0, Pending = 0, Duplicates = 0, Filtered = Nothing, Dropped = Nothing, Lost = Nothing },
        };
        var report = watch.Judge(new HostReport { Pipelines = [Pipeline(0, Nothing, Branch())], Branches = [sums] });

        Assert.Equal(BranchPace.Dropping, report.Pipelines[0].Branches[0].Pace);
    }

    [Fact]
    public void The_unfinished_last_line_of_a_quiet_file_is_no_lag()
    {
        var tail = Branch(unread: 200) with { LagSeconds = 80_000 };
        var backlog = Branch(unread: 200_000) with { LagSeconds = 80_000 };

        Assert.Equal(BranchPace.Even, Judge(0, Nothing, tail).Branches[0].Pace);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(BranchPace.Lagging, Judge(0, Nothing, backlog).Branches[0].Pace);
    }

    [Fact]
    public void It_looks_once_a_second_however_often_it_is_asked()
    {
        var full = Branch(1, 1 << 20) with { LagSeconds = 30 };
        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(BranchPace.Even, Judge(0, Nothing, full).Branches[0].Pace);
            time.Advance(TimeSpan.FromMilliseconds(29));
        }

        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(BranchPace.BufferFilling, Judge(0, Nothing, full).Branches[0].Pace);
    }

    public static BranchReport Branch(double use = 0, long unread = 0) => new()
    {
        Store = "shop/out",
        State = BranchState.Flowing,
        AcknowledgedRecords = 0,
        AcknowledgedBytes = 0,
        PendingRecords = 0,
        LagBytes = unread,
        BufferUse = use,
        Retries = 0,
        Dropped = Nothing,
    };

    private PipelineReport Read(long bytes, Dictionary<string, long>? dropped = null) => Judge(bytes, dropped ?? Nothing, Branch());

    private PipelineReport Judge(long bytes, Dictionary<string, long> dropped, BranchReport branch) =>
        watch.Judge(new HostReport { Pipelines = [Pipeline(bytes, dropped, branch)] }).Pipelines[0];

    private static PipelineReport Pipeline(long bytes, Dictionary<string, long> dropped, BranchReport branch) => new()
    {
        Namespace = "shop",
        Name = "web",
        RunningGeneration = 1,
        Streams = 2,
        Pods = 1,
        Read = new ReadReport { Bytes = bytes, Lines = 0, Records = 0, Joined = 0, Stderr = 0 },
        FilteredRecords = 0,
        Dropped = dropped,
        Branches = [branch],
    };
}
