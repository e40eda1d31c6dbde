using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Identity;

namespace LogOperator.Pipeline.Tests.Sources.Files.Identity;

public sealed class RotationOrderTests : IDisposable
{
    private static readonly DateTime Begin = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly FollowerFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Theory]
    [InlineData("app.log.1", "app.log.2", "app.log.10")]
    [InlineData("app.log.10", "app.log.2", "app.log.1")]
    [InlineData("app.log.7", "app.log.1", "app.log.4")]
    [InlineData("app.log.30012026", "app.log.31012026", "app.log.01022026")]
    [InlineData("app.log-2026-01-30", "app.log-2026-01-31", "app.log-2026-02-01")]
    [InlineData("app.log.20260101.3", "app.log.20260101.2", "app.log.20260101.1")]
    public void Files_are_read_in_the_order_in_which_they_were_written_whatever_their_names_say(params string[] names)
    {
        for (var i = 0; i < names.Length; i++)
        {
            fixture.Append(names[i], $"{i}\n");
            File.SetLastWriteTimeUtc(fixture.Path(names[i]), Begin.AddHours(i));
        }

        fixture.Append("app.log", "last\n");
        fixture.FollowPlain("app.log*").Settle();
        Assert.Equal(["0", "1", "2", "last"], fixture.Bodies);
        Assert.Single(fixture.Streams);
    }

    [Fact]
    public void Dates_in_names_count_more_than_when_a_file_was_touched()
    {
        fixture.Append("app.log.20260101-000000", "a\n");
        fixture.Append("app.log.20260102-000000", "b\n");
        fixture.Append("app.log", "c\n");
        File.SetLastWriteTimeUtc(fixture.Path("app.log.20260101-000000"), Begin.AddYears(1));
        File.SetLastWriteTimeUtc(fixture.Path("app.log.20260102-000000"), Begin);
        fixture.FollowPlain("app.log*").Settle();
        Assert.Equal(["a", "b", "c"], fixture.Bodies);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public void Compressed_files_follow_the_direction_in_which_the_numbers_of_the_others_count(int earlier, int later)
    {
        var step = later - earlier;
        RotatedFile[] files = [Numbered(20 + (2 * step), 2), Numbered(20 + step, 1), Numbered(20 + (3 * step), 3)];
        var order = RotationOrder.Of(files);
        Assert.True(order.IsBefore(Compressed(earlier), Compressed(later)));
        Assert.False(order.IsBefore(Compressed(later), Compressed(earlier)));

        static RotatedFile Numbered(int number, long modified) => new(-number, IsCompressed: false, modified, BirthNanos: 0);

        static RotatedFile Compressed(int number) => new(-number, IsCompressed: true, ModifiedNanos: 9, BirthNanos: 9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Order_in_which_archives_were_made_counts_less_than_when_the_other_files_were_written(int step)
    {
        // The older file has the higher number where the step is 1. The archives were made the youngest first.
        RotatedFile[] files =
        [
            Numbered(50 + step, false, 30), Numbered(50 + (2 * step), true, 31), Numbered(50 + (3 * step), true, 32), Numbered(50 + (4 * step), true, 33),
            Numbered(50 + (5 * step), false, 10),
        ];
        var order = RotationOrder.Of(files);
        Assert.True(order.IsBefore(files[3], files[0]));
        Assert.True(order.IsBefore(files[2], files[1]));
        Assert.False(order.IsBefore(files[1], files[2]));

        static RotatedFile Numbered(int number, bool isCompressed, long modified) => new(-number, isCompressed, modified, BirthNanos: 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Order_in_which_archives_were_made_counts_where_nothing_else_tells(int step)
    {
        RotatedFile[] files = [new(-50 - step, IsCompressed: true, 2, BirthNanos: 0), new(-50 - (2 * step), IsCompressed: true, 1, BirthNanos: 0)];
        Assert.True(RotationOrder.Of(files).IsBefore(files[1], files[0]));
    }

    [Fact]
    public void Where_no_times_tell_it_the_lowest_number_is_the_youngest()
    {
        RotatedFile[] files = [new(-1, IsCompressed: true, 0, 0), new(-2, IsCompressed: true, 0, 0)];
        Assert.True(RotationOrder.Of(files).IsBefore(files[1], files[0]));
    }

    [Theory]
    [InlineData("app.log.1", "app.log", 1)]
    [InlineData("app.log.20260102-150405", "app.log", 20260102150405000)]
    [InlineData("app.log-20260102", "app.log", 20260102000000000)]
    [InlineData("app.log_2026-01-02T15:04", "app.log", 20260102150400000)]
    [InlineData("app-2026.01.02.gz", "app", 20260102000000000)]
    [InlineData("app.log.20260102.3", "app.log", 20260102000000000)]
    [InlineData("app-1.2.log", "app-1.2.log", long.MaxValue)]
    [InlineData("app.log.", "app.log.", long.MaxValue)]
    [InlineData("2026-01-02", "2026-01", 2)]
    public void Name_is_taken_apart(string name, string stem, long mark)
    {
        var parsed = RotatedName.Parse(name);
        Assert.Equal(stem, parsed.Stem);
        Assert.Equal(mark, RotatedName.IsNumber(parsed.Rank) ? -parsed.Rank : parsed.Rank);
    }

    [Fact]
    public void Digits_that_are_no_date_are_neither_a_number_nor_a_date()
    {
        var rank = RotatedName.Parse("app.log.31122025").Rank;
        Assert.False(RotatedName.IsDate(rank) || RotatedName.IsNumber(rank));
    }

    [Fact]
    public void Second_rotation_between_two_looks_is_read_where_numbers_count_up()
    {
        fixture.Append("app.log.1", "old\n");
        fixture.Append("app.log", "a\n");
        fixture.FollowPlain("app.log").Step();
        fixture.Rename("app.log", "app.log.2");
        fixture.Append("app.log", "b\n");
        File.SetLastWriteTimeUtc(fixture.Path("app.log"), File.GetLastWriteTimeUtc(fixture.Path("app.log.2")).AddSeconds(1));
        fixture.Rename("app.log", "app.log.3");
        fixture.Append("app.log", "c\n");
        fixture.Settle();
        Assert.Equal(["a", "b", "c"], fixture.Bodies);
    }

    [Fact]
    public void File_rotated_twice_while_nobody_looked_is_read_where_only_the_current_one_is_named()
    {
        var memory = new FileMemory();
        using var first = new FollowerFixture(o => (o.Root, o.Memory) = (fixture.Directory.Path, memory));
        fixture.Append("app.log.1", "old\n");
        fixture.Append("app.log", "a\n");
        var source = new FixedSource(FileFormat.Plain, [fixture.Path("app.log")]);
        first.Follow(source);
        first.Step();
        fixture.Rename("app.log.1", "app.log.3");
        fixture.Rename("app.log", "app.log.2");
        fixture.Append("app.log.1", "b\n");
        fixture.Append("app.log", "c\n");
        using var second = new FollowerFixture(o => (o.Root, o.Memory) = (fixture.Directory.Path, memory));
        second.Follow(source);
        second.Settle();
        Assert.Equal(["a", "b", "c"], second.Bodies);
    }
}
