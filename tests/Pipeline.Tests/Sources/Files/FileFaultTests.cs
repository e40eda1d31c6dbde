using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Buffering.Disk;
using LogOperator.Pipeline.Native;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Identity;
using LogOperator.Pipeline.Tests.Buffering.Disk;
using LogOperator.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Pipeline.Tests.Sources.Files;

/// <summary>Files that are there and cannot be opened or read for a while.</summary>
public sealed class FileFaultTests : IDisposable
{
    private const int InputOutput = 5;
    private const int NoAccess = 13;
    private const int TooManyFiles = 24;
    private const int Stale = 116;
    private readonly FaultyFiles files = new();
    private readonly FollowerFixture fixture;

    public FileFaultTests() => fixture = new FollowerFixture(o => o.Opener = files.Open);

    public static TheoryData<int, string> Errors => new() { { InputOutput, "errno 5" }, { NoAccess, "EACCES" }, { TooManyFiles, "EMFILE" }, { Stale, "errno 116" } };

    public void Dispose() => fixture.Dispose();

    [Theory]
    [MemberData(nameof(Errors))]
    public void File_that_cannot_be_opened_is_retried_and_visible_and_then_read(int error, string shown)
    {
        files.FailToOpen("app.log", error);
        fixture.Append("app.log", "a1\n");
        fixture.FollowPlain("app.log").Settle();
        Assert.Empty(fixture.Bodies);
        Assert.Contains(fixture.Follower.Troubles, t => t.Path.EndsWith("app.log", StringComparison.Ordinal) && t.Message.Contains(shown, StringComparison.Ordinal));
        Assert.True(files.Tried.Count > 5);
        fixture.Append("app.log", "a2\n");
        files.FailToOpen("app.log", 0);
        fixture.Settle();
        Assert.Equal(["a1", "a2"], fixture.Bodies);
        Assert.Empty(fixture.Follower.Troubles);
    }

    [Fact]
    public void What_a_copy_at_the_end_leaves_out_of_a_deleted_file_is_told()
    {
        using var directory = new TempDirectory();
        using var buffer = DiskBuffer.Open(
            new DiskBufferOptions { Directory = directory.Path, OwnerQuotaBytes = 1 << 20, QuotaBytes = 1 << 20, SegmentBytes = 1 << 18 }, DurableFiles.Instance, NullLogger.Instance);
        var told = new List<(long From, long Size)>();
        using var leaving = new FollowerFixture(o => (o.Opener, o.Buffer, o.CutOff) = (files.Open, buffer, (_, file, from) => told.Add((from, file.Size))));
        for (var i = 0; i < 64; i++)
        {
            leaving.Append("app.log", new string('x', 64 * 1024) + "\n");
        }

        leaving.FollowPlain("app.log").Step();
        leaving.Streams.Single().Files.Single().Retain();
        files.FailToRead("app.log", InputOutput);
        File.Delete(leaving.Path("app.log"));
        leaving.Follower.ScanNow();
        files.FailToRead("app.log", 0);
        leaving.Follower.Leave();
        var (from, size) = Assert.Single(told);
        Assert.InRange(from, 1, size - 1);
    }

    [Fact]
    public void A_copy_that_the_disk_did_not_take_for_good_keeps_nothing()
    {
        using var directory = new TempDirectory();
        var disk = new CountingFiles { FailingSyncs = int.MaxValue };
        using var buffer = DiskBuffer.Open(
            new DiskBufferOptions { Directory = directory.Path, OwnerQuotaBytes = 1 << 20, QuotaBytes = 1 << 20, SegmentBytes = 1 << 18 }, disk, NullLogger.Instance);
        var lost = new List<ByteFate>();
        using var leaving = new FollowerFixture(o => (o.Buffer, o.GivenUp) = (buffer, (_, _, reason) => lost.Add(reason)));
        leaving.Append("app.log", "a1\n");
        leaving.FollowPlain("app.log").Step();
        leaving.Streams.Single().Files.Single().Retain();
        File.Delete(leaving.Path("app.log"));
        leaving.Follower.ScanNow();
        leaving.Follower.Leave();
        Assert.NotEqual(0, disk.Syncs);
        Assert.Equal([ByteFate.LostRetention], lost);
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void File_that_cannot_be_read_has_neither_ended_nor_gone(int error, string shown)
    {
        fixture.Append("app.log", "a1\n");
        fixture.FollowPlain("app.log").Step();
        files.FailToRead("app.log", error);
        fixture.Append("app.log", "a2\n");
        var file = fixture.Streams.Single().Files.Single();
        for (var i = 0; i < 20; i++)
        {
            fixture.Time.Advance(TimeSpan.FromSeconds(10));
            fixture.Follower.ScanNow();
            var failure = Assert.Throws<IOException>(() => file.Read(3));
            Assert.Contains(shown, failure.Message, StringComparison.Ordinal);
            Assert.False(file.IsFinished);
            Assert.Same(file, Assert.Single(fixture.Streams.Single().Files));
        }

        Assert.Equal(0, fixture.Follower.Counters.Truncations);
        Assert.True(fixture.Follower.Counters.ReadFailures >= 20);
        files.FailToRead("app.log", 0);
        fixture.Settle();
        Assert.Equal(["a1", "a2"], fixture.Bodies);
    }

    [Fact]
    public void File_that_is_closed_whenever_it_is_read_is_tried_again()
    {
        fixture.Append("app.log", "a1\n");
        fixture.FollowPlain("app.log").Step();
        fixture.Append("app.log", "a2\n");
        files.BeforeReading("app.log", () => throw new ObjectDisposedException("app.log"));
        Assert.Throws<IOException>(() => fixture.Streams.Single().Files.Single().Read(3));
        files.BeforeReading("app.log", () => { });
        fixture.Settle();
        Assert.Equal(["a1", "a2"], fixture.Bodies);
    }

    [Fact]
    public void Partly_read_file_that_cannot_be_opened_after_a_restart_holds_its_successor_back()
    {
        fixture.Append("app.log", "a1\na2\n");
        var memory = new FileMemory();
        using (var before = new FollowerFixture(o => (o.Root, o.Memory) = (fixture.Directory.Path, memory)))
        {
            before.Follow(new FixedSource(FileFormat.Plain, [fixture.Directory.Path + "/app.log"]));
            before.Read();
        }

        fixture.Rename("app.log", "app.log.1");
        fixture.Append("app.log", "b1\n");
        files.FailToOpen("app.log.1", NoAccess);
        using var after = new FollowerFixture(o => (o.Root, o.Memory, o.Opener) = (fixture.Directory.Path, memory, files.Open));
        after.Follow(new FixedSource(FileFormat.Plain, [fixture.Directory.Path + "/app.log*"]));
        for (var i = 0; i < 20; i++)
        {
            after.Step(10);
        }

        Assert.Empty(after.Bodies);
        Assert.Contains(after.Follower.Troubles, t => t.Path.EndsWith("app.log.1", StringComparison.Ordinal));
        files.FailToOpen("app.log.1", 0);
        after.Settle();
        Assert.Equal(["a1", "a2", "b1"], after.Bodies);
    }

    [Fact]
    public void Partly_read_file_that_is_deleted_while_it_cannot_be_opened_holds_nothing_back()
    {
        fixture.Append("app.log", "a1\n");
        var memory = new FileMemory();
        using (var before = new FollowerFixture(o => (o.Root, o.Memory) = (fixture.Directory.Path, memory)))
        {
            before.Follow(new FixedSource(FileFormat.Plain, [fixture.Directory.Path + "/app.log"]));
            before.Read();
        }

        fixture.Rename("app.log", "app.log.1");
        fixture.Append("app.log", "b1\n");
        files.FailToOpen("app.log.1", InputOutput);
        using var after = new FollowerFixture(o => (o.Root, o.Memory, o.Opener) = (fixture.Directory.Path, memory, files.Open));
        after.Follow(new FixedSource(FileFormat.Plain, [fixture.Directory.Path + "/app.log*"]));
        after.Settle();
        Assert.Empty(after.Bodies);
        File.Delete(fixture.Path("app.log.1"));
        after.Settle();
        Assert.Equal(["b1"], after.Bodies);
    }

    [Theory]
    [InlineData(TooManyFiles, 0, false)]
    [InlineData(TooManyFiles, 60, true)]
    [InlineData(NoAccess, 0, true)]
    public void Unknown_file_that_cannot_be_opened_holds_its_successor_back_for_a_while_only(int error, int seconds, bool isRead)
    {
        files.FailToOpen("app.log.1", error);
        fixture.Append("app.log.1", "a1\n");
        fixture.Append("app.log", "b1\n");
        fixture.FollowPlain("app.log*").Settle().Step(seconds);
        Assert.Equal(isRead ? ["b1"] : [], fixture.Bodies);
    }
}
