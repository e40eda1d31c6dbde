using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sources;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Content;
using LogOperator.Pipeline.Tests.Sources.Files.Lines;

namespace LogOperator.Pipeline.Tests.Sources.Files;

public sealed class ReadingTests : IDisposable
{
    private readonly FollowerFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Theory]
    [InlineData(200_000)]
    [InlineData(300_000)]
    [InlineData(1_048_575)]
    [InlineData(1_048_576)]
    [InlineData(5_000_000)]
    public void Line_of_any_length_is_one_record(int length)
    {
        var options = LinesUnderTest.Default with { MaxBytes = 16 << 20 };
        fixture.Append("app.log", "before\n" + new string('x', length) + "\nafter\n");
        fixture.Follow(new FixedSource(FileFormat.Plain, [fixture.Directory.Path + "/app.log"]) { Joining = options });
        fixture.Read();
        Assert.Equal(["before", new string('x', length), "after"], fixture.Bodies);
        Assert.Equal([0L, 7, 7 + length + 1], fixture.Records.Select(r => r.Id.Offset));
    }

    [Fact]
    public void Endless_line_is_cut_while_it_is_written()
    {
        fixture.Append("app.log", new string('x', 2 << 20));
        fixture.Follow(new FixedSource(FileFormat.Plain, [fixture.Directory.Path + "/app.log"])
        {
            Joining = LinesUnderTest.Default with { MaxBytes = 1000, OnExceed = LineOverflow.Truncate },
        });
        fixture.Read();
        Assert.Equal(2 << 20, fixture.TailOf("app.log").Offset);
        fixture.Append("app.log", "end\nnext\n");
        fixture.Step();
        Assert.Equal([new string('x', 1000), "next"], fixture.Bodies);
    }

    [Fact]
    public void Readers_at_the_same_place_share_the_chunk()
    {
        fixture.Append("app.log", "a\nb\n");
        fixture.FollowPlain("app.log");
        var file = fixture.Streams.Single().Files[0];
        var first = file.Read(0)!;
        var second = file.Read(0);
        Assert.Same(first, second);
        first.Release();
        Assert.Equal(4, second!.Bytes.Length);
        second.Release();
    }

    [Fact]
    public void Few_lines_do_not_keep_a_whole_block()
    {
        var reading = new BlockPool(256 * 1024, 1);
        Assert.Equal(1024, ChunkSlabs.Fitting(10, reading).BlockSize);
        Assert.Equal(64 * 1024, ChunkSlabs.Fitting(60_000, reading).BlockSize);
        Assert.Same(reading, ChunkSlabs.Fitting(200_000, reading));
    }

    [Fact]
    public void Offset_inside_a_line_reads_on_from_there()
    {
        fixture.Append("app.log", "abcdef\nnext\n");
        fixture.FollowPlain("app.log");
        var chunk = fixture.Streams.Single().Files[0].Read(3)!;
        Assert.Equal(2, chunk.LineCount);
        Assert.Equal("def"u8, chunk.Bytes.Slice(chunk.Lines[0].Content, chunk.Lines[0].ContentLength));
        chunk.Release();
    }

    [Fact]
    public void Line_ending_that_comes_in_two_reads_is_one()
    {
        fixture.Append("app.log", "a\r");
        fixture.FollowPlain("app.log").Step();
        fixture.Append("app.log", "\nb\r\n");
        fixture.Step();
        Assert.Equal(["a", "b"], fixture.Bodies);
    }

    [Fact]
    public void Character_on_the_border_of_two_reads_is_whole()
    {
        string[] lines = [.. Enumerable.Range(0, 3000).Select(i => $"{i} {string.Concat(Enumerable.Repeat("\u20ac\U0001f600", 20 + (i % 7)))}")];
        fixture.Append("app.log", string.Concat(lines.Select(l => l + "\n")));
        fixture.FollowPlain("app.log").Step();
        Assert.Equal(lines, fixture.Bodies);
    }

    [Fact]
    public void Id_stays_the_same_while_a_small_file_grows_and_over_a_restart()
    {
        fixture.Append("app.log", "a\n");
        fixture.FollowPlain("app.log").Step();
        var id = fixture.Streams.Single().Files.Single().Id;
        fixture.Append("app.log", new string('x', 5000) + "\n");
        fixture.Step();
        Assert.Equal(id, fixture.Streams.Single().Files.Single().Id);
        using var after = new FollowerFixture(o => o.Root = fixture.Directory.Path);
        after.Follow(new FixedSource(FileFormat.Plain, [fixture.Directory.Path + "/app.log"]));
        Assert.Equal(id, after.Streams.Single().Files.Single().Id);
    }

    [Fact]
    public void Unfinished_line_is_not_handed_out()
    {
        fixture.Append("app.log", "a\nb");
        fixture.FollowPlain("app.log").Step();
        Assert.Equal(["a"], fixture.Bodies);
        Assert.Null(fixture.Streams.Single().Files[0].Read(2));
        fixture.Append("app.log", "c\n");
        fixture.Step();
        Assert.Equal(["a", "bc"], fixture.Bodies);
    }

    [Fact]
    public void Many_tiny_lines_come_in_several_chunks()
    {
        fixture.Append("app.log", new string('\n', 100_000));
        fixture.FollowPlain("app.log").Step();
        Assert.Equal(100_000, fixture.Records.Count());
    }
}
