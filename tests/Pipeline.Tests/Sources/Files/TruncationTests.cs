using System.Globalization;

namespace LogOperator.Pipeline.Tests.Sources.Files;

public sealed class TruncationTests : IDisposable
{
    private readonly FollowerFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public void Truncated_file_begins_anew()
    {
        fixture.Append("app.log", "a1\na2\n");
        fixture.FollowPlain("app.log").Step();
        File.WriteAllText(fixture.Path("app.log"), "b1\n");
        fixture.Settle();
        Assert.Equal(["a1", "a2", "b1"], fixture.Bodies);
        Assert.Equal(1, fixture.Follower.Counters.Truncations);
    }

    [Fact]
    public void File_that_was_truncated_and_grew_beyond_its_old_size_begins_anew()
    {
        fixture.Append("app.log", "a1\na2\n");
        fixture.FollowPlain("app.log").Step();
        File.WriteAllText(fixture.Path("app.log"), "b1\nb2\nb3\nb4\n");
        fixture.Settle();
        Assert.Equal(["a1", "a2", "b1", "b2", "b3", "b4"], fixture.Bodies);
    }

    [Fact]
    public void File_that_was_rewritten_to_the_same_size_begins_anew()
    {
        fixture.Append("app.log", "a1\na2\n");
        fixture.FollowPlain("app.log").Step();
        File.WriteAllText(fixture.Path("app.log"), "b1\nb2\n");
        fixture.Settle();
        Assert.Equal(["a1", "a2", "b1", "b2"], fixture.Bodies);
    }

    [Fact]
    public void Truncated_file_with_the_same_first_line_has_another_id()
    {
        fixture.Append("app.log", "# header\na1\na2\n");
        fixture.FollowPlain("app.log").Step();
        File.WriteAllText(fixture.Path("app.log"), "# header\nb1\n");
        fixture.Settle();
        Assert.Equal(["# header", "a1", "a2", "# header", "b1"], fixture.Bodies);
        Assert.Equal(5, fixture.Records.Select(r => r.Id).Distinct().Count());
    }

    [Fact]
    public void Generation_is_remembered_over_a_restart()
    {
        var memory = new LogOperator.Pipeline.Sources.Files.Identity.FileMemory();
        using var first = new FollowerFixture(o => (o.Root, o.Memory) = (fixture.Directory.Path, memory));
        fixture.Append("app.log", "# header\na1\na2\n");
        first.Follow(new FixedSource(Pipeline.Sources.Files.FileFormat.Plain, [$"{fixture.Directory.Path}/app.log"]));
        first.Step();
        File.WriteAllText(fixture.Path("app.log"), "# header\nb1\n");
        first.Settle();
        var last = first.Records.Last().Id;
        using var second = new FollowerFixture(o => (o.Root, o.Memory) = (fixture.Directory.Path, memory));
        second.Follow(new FixedSource(Pipeline.Sources.Files.FileFormat.Plain, [$"{fixture.Directory.Path}/app.log"]));
        second.Settle();
        Assert.Equal(last, second.Records.Last().Id);
    }

    [Fact]
    public void Copytruncate_duplicates_nothing()
    {
        fixture.Append("app.log", "a1\na2\n");
        fixture.FollowPlain("app.log*").Step();
        File.Copy(fixture.Path("app.log"), fixture.Path("app.log.1"));
        fixture.Step(1);
        File.WriteAllText(fixture.Path("app.log"), "");
        fixture.Step(1);
        fixture.Append("app.log", "b1\n");
        fixture.Settle();
        Assert.Equal(["a1", "a2", "b1"], fixture.Bodies);
        Assert.Single(fixture.Streams);
    }

    [Fact]
    public void What_was_unread_when_copytruncate_came_is_read_from_the_copy()
    {
        fixture.Append("app.log", "a1\na2\n");
        fixture.FollowPlain("app.log").Step();
        fixture.Append("app.log", "a3\na4\n");
        fixture.Follower.ScanNow();
        File.Copy(fixture.Path("app.log"), fixture.Path("app.log.1"));
        File.WriteAllText(fixture.Path("app.log"), "b1\n");
        fixture.Settle();
        Assert.Equal(["a1", "a2", "a3", "a4", "b1"], fixture.Bodies);
    }

    [Fact]
    public void Hole_that_a_truncation_left_is_skipped_and_counted()
    {
        using var writer = new FileStream(fixture.Path("app.log"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        writer.Write("a1\na2\n"u8);
        writer.Flush();
        fixture.FollowPlain("app.log").Step();
        using (var other = new FileStream(fixture.Path("app.log"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            other.SetLength(0);
        }

        fixture.Step();
        writer.Write("b1\n"u8);
        writer.Flush();
        fixture.Settle();
        Assert.Equal(["a1", "a2", "b1"], fixture.Bodies);
    }

    [Fact]
    public void Huge_hole_is_no_record()
    {
        fixture.Append("app.log", "a1\n");
        fixture.FollowPlain("app.log").Step();
        using (var file = new FileStream(fixture.Path("app.log"), FileMode.Open))
        {
            file.SetLength(3 << 20);
            file.Seek(0, SeekOrigin.End);
            file.Write("a2\n"u8);
        }

        fixture.Step();
        Assert.Equal(["a1", "a2"], fixture.Bodies);
        Assert.True(fixture.Follower.Counters.HoleBytes > 1 << 20);
    }

    [Fact]
    public void Recreated_file_is_read_from_its_beginning()
    {
        fixture.Append("app.log", "a1\na2\na3\n");
        fixture.FollowPlain("app.log").Step();
        File.Delete(fixture.Path("app.log"));
        fixture.Append("app.log", "b1\n");
        fixture.Settle();
        Assert.Equal(["a1", "a2", "a3", "b1"], fixture.Bodies);
    }

    [Fact]
    public void Reused_inode_is_neither_skipped_nor_read_from_a_stale_offset()
    {
        // Without open descriptors the file system is free to give the same inode again at once.
        fixture.Options.MaxOpenFiles = 0;
        fixture.Append("app.log", "a1\na2\na3\n");
        fixture.FollowPlain("app.log").Step();
        var expected = new List<string> { "a1", "a2", "a3" };
        for (var i = 0; i < 20; i++)
        {
            fixture.Step(6);
            File.Delete(fixture.Path("app.log"));
            var line = string.Create(CultureInfo.InvariantCulture, $"round {i}");
            fixture.Append("app.log", line + "\n");
            expected.Add(line);
            fixture.Settle();
        }

        Assert.Equal(expected, fixture.Bodies);
    }

    [Fact]
    public void Deleted_file_is_read_to_its_end_through_its_descriptor()
    {
        fixture.Append("app.log", "a1\n");
        fixture.FollowPlain("app.log").Step();
        using (var writer = new FileStream(fixture.Path("app.log"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            File.Delete(fixture.Path("app.log"));
            writer.Write("a2\n"u8);
            writer.Flush();
            fixture.Step();
            writer.Write("a3"u8);
            writer.Flush();
            fixture.Step();
        }

        Assert.Equal(["a1", "a2"], fixture.Bodies);
        fixture.Settle();
        Assert.Equal(["a1", "a2", "a3"], fixture.Bodies);
    }

    [Fact]
    public void Deleted_file_is_kept_while_it_is_retained_or_unread_and_given_up_later()
    {
        fixture.Append("app.log", "a1\n");
        fixture.FollowPlain("app.log").Step();
        var file = fixture.Streams.Single().Files[0];
        file.Retain();
        File.Delete(fixture.Path("app.log"));
        fixture.Step(100).Step(100);
        Assert.Equal(3, file.Read(0)!.Length);
        file.Release();
        fixture.Step(100);
        Assert.Contains($"disappeared {fixture.Directory.Path}/app.log", fixture.Notes);
        Assert.Empty(fixture.Streams.Single().Files);
    }

    [Fact]
    public void Deleted_file_without_descriptor_is_given_up_even_if_retained()
    {
        fixture.Options.MaxOpenFiles = 0;
        fixture.Append("app.log", "unread\n");
        fixture.FollowPlain("app.log");
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        fixture.Follower.ScanNow();
        var stream = fixture.Streams.Single();
        stream.Files.Single().Retain();
        File.Delete(fixture.Path("app.log"));
        for (var i = 0; i < 60; i++)
        {
            fixture.Time.Advance(TimeSpan.FromSeconds(1));
            fixture.Follower.ScanNow();
        }

        Assert.Empty(stream.Files);
        Assert.Equal(1, fixture.Follower.Counters.ReleasedUnread);
    }

    [Fact]
    public void Deleted_files_are_held_open_up_to_a_limit_only()
    {
        fixture.Options.MaxDeletedFiles = 3;
        for (var i = 0; i < 10; i++)
        {
            fixture.Append($"{i}.log", "unread\n");
        }

        fixture.FollowPlain("*.log");
        for (var i = 0; i < 10; i++)
        {
            File.Delete(fixture.Path($"{i}.log"));
        }

        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        fixture.Follower.ScanNow();
        Assert.Equal(7, fixture.Follower.Counters.ReleasedUnread);
        Assert.Equal(3, fixture.Streams.Count(s => s.Files.Count > 0));
    }

    [Fact]
    public void Deleted_files_that_are_read_make_room_for_those_that_are_not()
    {
        fixture.Options.MaxDeletedFiles = 3;
        for (var i = 0; i < 10; i++)
        {
            fixture.Append($"{i}.log", "read\n");
        }

        fixture.FollowPlain("*.log").Step();
        for (var i = 0; i < 10; i++)
        {
            if (i < 3)
            {
                fixture.Append($"{i}.log", "unread\n");
                fixture.Follower.ScanNow();
            }

            File.Delete(fixture.Path($"{i}.log"));
            fixture.Follower.ScanNow();
        }

        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        fixture.Follower.ScanNow();
        Assert.Equal(0, fixture.Follower.Counters.ReleasedUnread);
        fixture.Read();
        Assert.Equal(3, fixture.Bodies.Count(b => b == "unread"));
    }
}
