using System.Globalization;
using System.IO.Compression;
using System.Text;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Identity;
using LogOperator.Pipeline.Sources.Files.Streams;

namespace LogOperator.Pipeline.Tests.Sources.Files;

public sealed class RotationTests : IDisposable
{
    private readonly FollowerFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public void Rotated_file_is_read_to_its_end_before_its_successor()
    {
        fixture.Append("app.log", "a1\n");
        fixture.FollowPlain("app.log").Step();
        fixture.Append("app.log", "a2\n");
        fixture.Rename("app.log", "app.log.1");
        fixture.Append("app.log", "b1\n");
        fixture.Append("app.log.1", "a3\n");
        fixture.Step();
        Assert.DoesNotContain("b1", fixture.Bodies);
        fixture.Settle();
        Assert.Equal(["a1", "a2", "a3", "b1"], fixture.Bodies);
    }

    [Fact]
    public void Rotated_file_that_is_soon_deleted_holds_up_its_successor_no_longer_than_another()
    {
        fixture.Append("app.log", "a1\n");
        fixture.FollowPlain("app.log").Step();
        fixture.Rename("app.log", "app.log.1");
        fixture.Append("app.log", "b1\n");
        fixture.Step();
        File.Delete(fixture.Path("app.log.1"));
        for (var i = 0; i < 4; i++)
        {
            fixture.Step();
        }

        Assert.Equal(["a1", "b1"], fixture.Bodies);
    }

    [Fact]
    public void Renamed_file_without_successor_is_still_written_and_not_finished()
    {
        fixture.Append("app.log", "a1\n");
        fixture.FollowPlain("app.log").Step();
        fixture.Rename("app.log", "app.log.1");
        fixture.Settle();
        fixture.Append("app.log.1", "a2\n");
        fixture.Settle();
        var stream = Assert.Single(fixture.Streams);
        Assert.False(Assert.Single(stream.Files).IsFinished);
        Assert.EndsWith("app.log.1", stream.Files[0].Path, StringComparison.Ordinal);
        Assert.Equal(["a1", "a2"], fixture.Bodies);
    }

    [Fact]
    public void Empty_successor_does_not_finish_a_file_that_still_grows()
    {
        fixture.Append("app.log", "a0\n");
        fixture.FollowPlain("app.log").Step();
        fixture.Rename("app.log", "app.log.1");
        fixture.Append("app.log", "");
        for (var i = 1; i <= 20; i++)
        {
            fixture.Append("app.log.1", $"a{i}\n");
            fixture.Step(1);
            Assert.False(fixture.Streams.Single().Files[0].IsFinished);
        }

        fixture.Append("app.log", "b\n");
        fixture.Settle();
        Assert.Equal([.. Enumerable.Range(0, 21).Select(i => $"a{i}"), "b"], fixture.Bodies);
    }

    [Fact]
    public void Rename_back_is_not_a_new_file()
    {
        fixture.Append("app.log", "a1\n");
        fixture.FollowPlain("app.log*").Step();
        fixture.Rename("app.log", "app.log.20260101-000000");
        fixture.Step();
        fixture.Append("app.log.20260101-000000", "a2\n");
        fixture.Step();
        fixture.Rename("app.log.20260101-000000", "app.log");
        fixture.Append("app.log", "a3\n");
        fixture.Settle();
        Assert.Equal(["a1", "a2", "a3"], fixture.Bodies);
        Assert.Single(fixture.Streams.Single().Files);
    }

    [Fact]
    public void Chain_of_renames_between_two_looks_keeps_the_order()
    {
        fixture.Append("app.log", "a\n");
        fixture.FollowPlain("app.log").Step();
        fixture.Rename("app.log", "app.log.1");
        fixture.Append("app.log", "b\n");
        fixture.Rename("app.log.1", "app.log.2");
        fixture.Rename("app.log", "app.log.1");
        fixture.Append("app.log", "c\n");
        fixture.Settle();
        Assert.Equal(["a", "b", "c"], fixture.Bodies);
    }

    [Fact]
    public void Rotated_files_that_the_pattern_matches_are_read_oldest_first_as_one_stream()
    {
        fixture.Append("app.log.2", "a\n");
        fixture.Append("app.log.1", "b\n");
        fixture.Append("app.log", "c\n");
        fixture.FollowPlain("app.log*").Settle();
        Assert.Equal(["a", "b", "c"], fixture.Bodies);
        Assert.Single(fixture.Streams);
    }

    [Fact]
    public void Rotated_files_of_before_are_left_alone_where_no_pattern_names_them()
    {
        fixture.Append("app.log.1", "old\n");
        fixture.Append("app.log", "new\n");
        fixture.FollowPlain("app.log").Settle();
        Assert.Equal(["new"], fixture.Bodies);
    }

    [Fact]
    public void Numbered_files_without_a_common_stem_are_streams_of_their_own()
    {
        fixture.Append("worker.1", "a\n");
        fixture.Append("worker.2", "b\n");
        fixture.FollowPlain("worker.*").Step();
        Assert.Equal(2, fixture.Streams.Count());
        Assert.Equal(["a", "b"], fixture.Bodies.Order());
    }

    [Fact]
    public void Id_stays_the_same_over_renames_and_restarts()
    {
        fixture.Append("app.log", "first\nsecond\n");
        fixture.FollowPlain("app.log*").Step();
        var before = fixture.Records.Select(r => r.Id).ToList();
        fixture.Rename("app.log", "app.log.1");
        fixture.Append("app.log", "third\n");
        using var restarted = new FileFollower(fixture.Options, fixture.Time, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        using var again = new FollowerFixture(o => o.Root = fixture.Directory.Path);
        again.Follow(new FixedSource(FileFormat.Plain, [$"{fixture.Directory.Path}/app.log*"]));
        again.Settle();
        Assert.Equal(before, again.Records.Take(2).Select(r => r.Id));
        Assert.Equal(["first", "second", "third"], again.Bodies);
    }

    [Fact]
    public void File_rotated_while_nobody_looked_is_found_again_by_what_is_remembered()
    {
        var memory = new FileMemory();
        fixture.Options.Memory = memory;
        using var first = new FollowerFixture(o => (o.Root, o.Memory) = (fixture.Directory.Path, memory));
        fixture.Append("app.log", "a1\n");
        first.Follow(new FixedSource(FileFormat.Plain, [$"{fixture.Directory.Path}/app.log"]));
        first.Step();
        var id = first.Streams.Single().Files[0].Id;
        fixture.Append("app.log", "a2\n");
        fixture.Rename("app.log", "app.log.1");
        fixture.Append("app.log", "b1\n");
        using var second = new FollowerFixture(o => (o.Root, o.Memory) = (fixture.Directory.Path, memory));
        second.Follow(new FixedSource(FileFormat.Plain, [$"{fixture.Directory.Path}/app.log"]));
        second.Settle();
        Assert.Equal(["a1", "a2", "b1"], second.Bodies);
        Assert.Equal(id, second.Streams.Single().Files[0].Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void File_rotated_before_a_restart_keeps_its_id_though_nothing_has_the_name_before_rotation(bool isCopied)
    {
        var memory = new FileMemory();
        fixture.Append("app.log", "a1\n");
        string[] patterns = [fixture.Directory.Path + "/app.log*"];
        RecordId id;
        using (var before = new FollowerFixture(o => (o.Root, o.Memory) = (fixture.Directory.Path, memory)))
        {
            before.Follow(new FixedSource(FileFormat.Plain, patterns));
            id = before.Read().Records.Single().Id;
        }

        if (isCopied)
        {
            File.Copy(fixture.Path("app.log"), fixture.Path("app.log.1"));
            File.Delete(fixture.Path("app.log"));
        }
        else
        {
            fixture.Rename("app.log", "app.log.1");
        }

        using var after = new FollowerFixture(o => (o.Root, o.Memory) = (fixture.Directory.Path, memory));
        after.Follow(new FixedSource(FileFormat.Plain, patterns));
        Assert.Equal(id, after.Settle().Records.Single().Id);
    }

    [Fact]
    public void Log_with_the_name_of_a_rotated_file_stays_one_of_its_own_when_the_name_before_rotation_comes()
    {
        var memory = new FileMemory();
        fixture.Append("app.log.1", "a1\n");
        string[] patterns = [fixture.Directory.Path + "/app.log*"];
        RecordId id;
        using (var before = new FollowerFixture(o => (o.Root, o.Memory) = (fixture.Directory.Path, memory)))
        {
            before.Follow(new FixedSource(FileFormat.Plain, patterns));
            id = before.Read().Records.Single().Id;
        }

        fixture.Append("app.log", "b1\n");
        using var after = new FollowerFixture(o => (o.Root, o.Memory) = (fixture.Directory.Path, memory));
        after.Follow(new FixedSource(FileFormat.Plain, patterns));
        Assert.Equal(id, after.Settle().Records.Single(r => r.Body == "a1").Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Log_with_the_name_of_a_rotated_file_keeps_its_id_when_it_is_compressed_before_a_restart(bool hasCome)
    {
        var memory = new FileMemory();
        fixture.Append("app.log.1", "a1\n");
        string[] patterns = [fixture.Directory.Path + "/app.log*"];
        RecordId id;
        using (var before = new FollowerFixture(o => (o.Root, o.Memory) = (fixture.Directory.Path, memory)))
        {
            before.Follow(new FixedSource(FileFormat.Plain, patterns));
            id = before.Read().Records.Single().Id;
        }

        Compress("app.log.1");
        if (hasCome)
        {
            fixture.Append("app.log", "b1\n");
        }

        using var after = new FollowerFixture(o => (o.Root, o.Memory) = (fixture.Directory.Path, memory));
        after.Follow(new FixedSource(FileFormat.Plain, patterns));
        Assert.Equal(id, after.Settle().Records.Single(r => r.Body == "a1").Id);
    }

    [Fact]
    public void Compressed_file_that_begins_like_one_of_the_log_is_no_other_log_of_the_same_name()
    {
        var memory = new FileMemory();
        fixture.Append("app.log.1", "start\na1\n");
        string[] patterns = [fixture.Directory.Path + "/app.log*"];
        RecordId other;
        using (var before = new FollowerFixture(o => (o.Root, o.Memory) = (fixture.Directory.Path, memory)))
        {
            before.Follow(new FixedSource(FileFormat.Plain, patterns));
            other = before.Read().Records.First().Id;
            File.Delete(fixture.Path("app.log.1"));
            fixture.Append("app.log", "start\nb1\n");
            before.Settle();
        }

        fixture.Rename("app.log", "app.log.1");
        Compress("app.log.1");
        fixture.Append("app.log", "start\nc1\n");
        using var after = new FollowerFixture(o => (o.Root, o.Memory) = (fixture.Directory.Path, memory));
        after.Follow(new FixedSource(FileFormat.Plain, patterns));
        after.Settle();
        Assert.Equal(["start", "b1", "start", "c1"], after.Bodies);
        Assert.DoesNotContain(other.FileId, after.Records.Select(r => r.Id.FileId));
        Assert.Single(after.Streams);
    }

    [Fact]
    public void Compressed_rotated_file_is_its_original()
    {
        fixture.Append("app.log", "a1\na2\n");
        fixture.FollowPlain("app.log*").Step();
        var plain = fixture.Records.Select(r => r.Id).ToList();
        fixture.Rename("app.log", "app.log.1");
        Compress("app.log.1");
        fixture.Append("app.log", "b1\n");
        using var second = new FollowerFixture(o => o.Root = fixture.Directory.Path);
        second.Follow(new FixedSource(FileFormat.Plain, [$"{fixture.Directory.Path}/app.log*"]));
        second.Settle();
        Assert.Equal(["a1", "a2", "b1"], second.Bodies);
        Assert.Equal(plain, second.Records.Take(2).Select(r => r.Id));
        Assert.Equal(6, second.Streams.Single().Files[0].Size);
    }

    [Fact]
    public void File_that_is_compressed_while_it_is_read_is_neither_lost_nor_read_twice()
    {
        fixture.Append("app.log", "a1\n");
        fixture.FollowPlain("app.log*").Step();
        fixture.Append("app.log", "a2\n");
        fixture.Rename("app.log", "app.log.1");
        fixture.Append("app.log", "b1\n");
        fixture.Follower.ScanNow();
        Compress("app.log.1");
        fixture.Settle();
        Assert.Equal(["a1", "a2", "b1"], fixture.Bodies);
        Assert.Single(fixture.Streams);
    }

    [Fact]
    public void Unread_file_without_descriptor_goes_on_in_its_compressed_form()
    {
        fixture.Options.MaxOpenFiles = 0;
        fixture.Append("app.log", "a1\na2\na3\n");
        fixture.FollowPlain("app.log*");
        fixture.Rename("app.log", "app.log.1");
        fixture.Append("app.log", "b1\n");
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        fixture.Follower.ScanNow();
        Assert.All(((LogStream)fixture.Streams.Single()).Members, m => Assert.False(m.IsOpen));
        Compress("app.log.1");
        fixture.Settle();
        Assert.Equal(["a1", "a2", "a3", "b1"], fixture.Bodies);
    }

    [Fact]
    public void Truncated_archive_is_read_as_far_as_it_goes_and_counted()
    {
        fixture.Append("app.log", "b1\n");
        fixture.Append("app.log.1", RandomLines());
        Compress("app.log.1");
        using (var archive = new FileStream(fixture.Path("app.log.1.gz"), FileMode.Open))
        {
            archive.SetLength(archive.Length / 2);
        }

        fixture.FollowPlain("app.log*").Step();
        var read = fixture.Bodies.Count();
        Assert.InRange(read, 1000, 19_999);
        Assert.True(fixture.Follower.Counters.BrokenArchives > 0);
        Assert.DoesNotContain("b1", fixture.Bodies);
        for (var i = 0; i < 40; i++)
        {
            fixture.Step(1);
        }

        Assert.Equal("b1", fixture.Bodies.Last());
    }

    [Fact]
    public void Truncated_archive_does_not_hold_up_a_run_that_takes_files_as_complete()
    {
        using var final = new FollowerFixture(o => o.Final = true);
        final.Append("app.log", "b1\n");
        using (var content = new MemoryStream())
        {
            using (var compressed = new GZipStream(content, CompressionLevel.Fastest, leaveOpen: true))
            {
                compressed.Write(RandomLines());
            }

            final.Append("app.log.1.gz", content.ToArray()[..(int)(content.Length / 2)]);
        }

        final.FollowPlain("app.log*").Read();
        Assert.InRange(final.Bodies.Count(), 1000, 19_999);
        Assert.Equal("b1", final.Bodies.Last());
    }

    [Fact]
    public void Every_file_of_many_rotations_under_load_is_read()
    {
        fixture.FollowPlain("app.log*");
        var expected = new List<string>();
        for (var i = 0; i < 2000; i++)
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"line {i}");
            expected.Add(line);
            fixture.Append("app.log", line + "\n");
            if (i % 50 == 49)
            {
                fixture.Rename("app.log", string.Create(CultureInfo.InvariantCulture, $"app.log.20260101-{i / 50:000000}"));
            }

            if (i % 7 == 0)
            {
                fixture.Step(0.3);
            }
        }

        fixture.Append("app.log", "end\n");
        fixture.Settle().Settle();
        Assert.Equal([.. expected, "end"], fixture.Bodies);
    }

    private static byte[] RandomLines() => Encoding.UTF8.GetBytes(
        string.Concat(Enumerable.Range(0, 20_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"line {i} {i * 7919 % 10007}\n"))));

    private void Compress(string name)
    {
        using (var source = File.OpenRead(fixture.Path(name)))
        using (var target = new GZipStream(File.Create(fixture.Path(name + ".tmp")), CompressionLevel.Fastest))
        {
            source.CopyTo(target);
        }

        fixture.Rename(name + ".tmp", name + ".gz");
        File.Delete(fixture.Path(name));
    }
}
