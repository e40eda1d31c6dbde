using System.Diagnostics;
using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Tests.Sources.Files.Finding;

public sealed class FindingTests : IDisposable
{
    private readonly FollowerFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public void Fifo_blocks_nobody()
    {
        using (var made = Process.Start("mkfifo", fixture.Path("pipe.log")))
        {
            made.WaitForExit();
        }

        fixture.Append("app.log", "a\n");
        fixture.FollowPlain("*.log").Step();
        Assert.Equal(["a"], fixture.Bodies);
    }

    [Fact]
    public void Files_with_equal_first_lines_are_kept_apart()
    {
        fixture.Append("a.log", "# same\n1\n");
        fixture.Append("b.log", "# same\n2\n");
        fixture.Append("c.log.1", "# same\n3\n");
        fixture.Append("c.log", "# same\n4\n");
        fixture.FollowPlain("*.log*").Settle();
        Assert.Equal(8, fixture.Records.Select(r => r.Id).Distinct().Count());
    }

    [Fact]
    public void File_has_no_id_before_its_first_newline()
    {
        fixture.Append("app.log", "unfinished");
        fixture.FollowPlain("app.log").Step();
        Assert.Empty(fixture.Streams.Single().Files);
        fixture.Append("app.log", " line\n");
        fixture.Step();
        Assert.Equal(["unfinished line"], fixture.Bodies);
    }

    [Fact]
    public void Last_line_without_newline_is_handed_out_when_nothing_is_written_any_more()
    {
        using var final = new FollowerFixture(o => o.Final = true);
        final.Append("app.log", "a\nb");
        final.Append("one.log", "only");
        final.FollowPlain("*.log").Read();
        Assert.Equal(["a", "b", "only"], final.Bodies.Order());
    }

    [Fact]
    public void Link_and_its_target_are_one_stream()
    {
        fixture.Append("real/app.log", "a\n");
        File.CreateSymbolicLink(fixture.Path("links/one.log"), fixture.Path("real/app.log"));
        File.CreateSymbolicLink(fixture.Path("links/two.log"), "../real/app.log");
        fixture.FollowPlain("links/*.log", "real/*.log").Step();
        Assert.EndsWith("/real/app.log", Assert.Single(fixture.Streams).Key, StringComparison.Ordinal);
        Assert.Equal(["a"], fixture.Bodies);
    }

    [Fact]
    public void Absolute_link_begins_at_the_root_that_is_mounted()
    {
        fixture.Append("real/app.log", "a\n");
        File.CreateSymbolicLink(fixture.Path("links/one.log"), "/real/app.log");
        File.CreateSymbolicLink(fixture.Path("links/out.log"), "/../../../../../../etc/hostname");
        fixture.FollowPlain("links/*.log").Step();
        Assert.Equal(["a"], fixture.Bodies);
    }

    [Fact]
    public void Link_that_is_switched_to_a_new_file_leads_there()
    {
        fixture.Append("real/1.log", "a\n");
        File.CreateSymbolicLink(fixture.Path("current"), "real/1.log");
        fixture.FollowPlain("current").Step();
        fixture.Append("real/2.log", "b\n");
        File.CreateSymbolicLink(fixture.Path("next"), "real/2.log");
        fixture.Rename("next", "current");
        fixture.Settle();
        Assert.Equal(["a", "b"], fixture.Bodies);
    }

    [Fact]
    public void Circle_of_links_is_left_alone()
    {
        File.CreateSymbolicLink(fixture.Path("a.log"), "b.log");
        File.CreateSymbolicLink(fixture.Path("b.log"), "a.log");
        fixture.FollowPlain("*.log").Step();
        Assert.Empty(fixture.Streams);
        Assert.Contains(fixture.Follower.Troubles, t => t.Message.Contains("ELOOP", StringComparison.Ordinal));
    }

    [Fact]
    public void Directories_deep_below_are_found_and_hidden_ones_are_not()
    {
        fixture.Append("x/app.log", "1\n");
        fixture.Append("x/y/z/app.log", "2\n");
        fixture.Append("x/.git/app.log", "3\n");
        fixture.Append("x/y/other.txt", "4\n");
        fixture.FollowPlain("x/**/*.log").Step();
        Assert.Equal(["1", "2"], fixture.Bodies.Order());
        fixture.Append("x/new/app.log", "5\n");
        fixture.Step();
        Assert.Contains("5", fixture.Bodies);
    }

    [Fact]
    public void Unchanged_subscription_sees_nothing_of_a_swap()
    {
        fixture.Append("app.log", "a\n");
        var kept = new FixedSource(FileFormat.Plain, [fixture.Directory.Path + "/app.log"]);
        var added = new FixedSource(FileFormat.Plain, [fixture.Directory.Path + "/*.log"]);
        fixture.Follow(kept);
        fixture.Notes.Clear();
        fixture.Follow(kept, added);
        Assert.Equal([$"appeared {fixture.Directory.Path}/app.log"], fixture.Notes);
        fixture.Notes.Clear();
        fixture.Follow(added);
        Assert.Equal([$"disappeared {fixture.Directory.Path}/app.log"], fixture.Notes);
    }

    [Fact]
    public void Stream_appears_with_the_files_that_it_has()
    {
        fixture.Append("app.log.1", "a\n");
        fixture.Append("app.log", "b\n");
        var counts = new List<int>();
        var source = new FixedSource(FileFormat.Plain, [fixture.Directory.Path + "/app.log*"]);
        using var late = new FollowerFixture(o => o.Root = fixture.Directory.Path);
        source.Selector = _ => false;
        late.Follow(source);
        late.Step(60);
        source.Selector = _ => true;
        late.Follow(new FixedSource(FileFormat.Plain, source.Patterns) { Selector = s => { counts.Add(s.Files.Count); return true; } });
        Assert.Equal(2, late.Streams.Single().Files.Count);
    }

    [Fact]
    public async Task New_files_and_lines_are_noticed_while_it_runs()
    {
        using var directory = new TestKit.TempDirectory();
        var options = new FollowerOptions { Root = directory.Path, ScanInterval = TimeSpan.FromHours(1) };
        using var follower = new FileFollower(options, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        var observer = new SignallingObserver();
        File.WriteAllText(directory.File("a.log"), "a1\n");
        follower.Set([(new FixedSource(FileFormat.Plain, [directory.Path + "/**/*.log"]), observer)]);
        using var stop = new CancellationTokenSource();
        var running = follower.RunAsync(stop.Token);
        await follower.Scanned.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(3, observer.SizeOf("a.log"));

        // Nothing but inotify can tell: the next scan is an hour away.
        Directory.CreateDirectory(directory.Path + "/deep/er");
        File.WriteAllText(directory.Path + "/deep/er/b.log", "b1\n");
        await observer.Until(() => observer.SizeOf("b.log") == 3);
        for (var i = 2; i < 6; i++)
        {
            File.AppendAllText(directory.Path + "/deep/er/b.log", "b2\n");
            var size = 3 * i;
            await observer.Until(() => observer.SizeOf("b.log") == size);
        }

        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(10));
    }
}
