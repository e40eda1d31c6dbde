using System.IO.Compression;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Identity;

namespace LogOperator.Pipeline.Tests.Sources.Files.Identity;

/// <summary>Files that are rotated as Logback and Log4j do it, <c>app.log</c> to <c>app-2026-01-02.1.log</c>, with restarts between.</summary>
public sealed class InfixedNamesTests : IDisposable
{
    private readonly FileMemory memory = new();
    private readonly FollowerFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Theory]
    [InlineData("app*.log", false)]
    [InlineData("app.log", false)]
    [InlineData("app*.log*", true)]
    [InlineData("app*.log", true)]
    [InlineData("app.log", true)]
    public void Rotated_file_keeps_its_ids_over_a_restart_and_is_read_on(string pattern, bool isCompressed)
    {
        fixture.Append("app.log", "a1\n");
        RecordId id;
        using (var before = Start(pattern))
        {
            id = before.Read().Records.Single().Id;
            fixture.Append("app.log", "a2\n");
            fixture.Rename("app.log", "app-2026-01-02.1.log");
            fixture.Append("app.log", "b1\n");
        }

        if (isCompressed)
        {
            Compress("app-2026-01-02.1.log");
        }

        using var after = Start(pattern);
        after.Settle();
        Assert.Equal(["a1", "a2", "b1"], after.Bodies);
        Assert.Equal(id, after.Records.First().Id);
        Assert.Single(after.Streams);
    }

    [Fact]
    public void Files_of_one_day_are_read_in_the_order_in_which_they_were_written()
    {
        fixture.Append("app.log", "0\n");
        using (var before = Start("app*.log"))
        {
            for (var i = 1; i < 12; i++)
            {
                before.Settle();
                var name = $"app-2026-01-02.{i}.log";
                fixture.Rename("app.log", name);
                File.SetLastWriteTimeUtc(fixture.Path(name), DateTime.UnixEpoch.AddHours(i));
                fixture.Append("app.log", $"{i}\n");
            }

            before.Settle();
        }

        using var after = Start("app*.log");
        after.Settle();
        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"{i}"), after.Bodies);
        Assert.Single(after.Streams);
    }

    [Fact]
    public void Renamed_file_that_no_pattern_names_any_more_is_read_to_its_end_and_its_archive_is_no_other_file()
    {
        fixture.Append("app.log", "a1\n");
        using var running = Start("app.log");
        running.Step();
        fixture.Rename("app.log", "app-2026-01-02.log");
        fixture.Append("app-2026-01-02.log", "a2\n");
        fixture.Append("app.log", "b1\n");
        running.Settle();
        Compress("app-2026-01-02.log");
        running.Settle();
        Assert.Equal(["a1", "a2", "b1"], running.Bodies);
        Assert.Single(running.Streams);
    }

    [Fact]
    public void Log_that_is_only_called_so_stays_one_of_its_own()
    {
        fixture.Append("app.log", "a1\n");
        fixture.Append("app-2.log", "other\n");
        for (var run = 0; run < 2; run++)
        {
            using var running = Start("app*.log");
            running.Settle();
            Assert.Equal(2, running.Streams.Count());
            Assert.Equal(["a1"], running.TailOf("/app.log").Records.Select(r => r.Body));
        }
    }

    [Fact]
    public void File_that_is_only_called_so_and_that_no_pattern_names_is_left_alone()
    {
        fixture.Append("app-1.log", "other\n");
        fixture.Append("app.log", "a1\n");
        using var running = Start("app.log");
        running.Step();
        fixture.Append("app-2.log", "another\n");
        running.Settle();
        Assert.Equal(["a1"], running.Bodies);
    }

    [Fact]
    public void Log_of_its_own_that_begins_alike_is_left_alone_too()
    {
        fixture.Append("app.log", "banner\na1\n");
        fixture.Append("app-2.log", "banner\nother\n");
        using (var before = Start("app.log"))
        {
            before.Settle();
        }

        File.Delete(fixture.Path("app.log"));
        fixture.Append("app.log", "b1\n");
        using var after = Start("app.log");
        after.Settle();
        Assert.Equal(["b1"], after.Bodies);
    }

    private FollowerFixture Start(string pattern)
    {
        var started = new FollowerFixture(o => (o.Root, o.Memory) = (fixture.Directory.Path, memory));
        started.Follow(new FixedSource(FileFormat.Plain, [$"{fixture.Directory.Path}/{pattern}"]));
        return started;
    }

    private void Compress(string name)
    {
        using (var source = File.OpenRead(fixture.Path(name)))
        using (var target = new GZipStream(File.Create(fixture.Path(name + ".gz")), CompressionLevel.Fastest))
        {
            source.CopyTo(target);
        }

        File.Delete(fixture.Path(name));
    }
}
