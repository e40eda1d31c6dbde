using System.Globalization;
using System.IO.Compression;
using System.Text;
using LogOperator.Pipeline.Sources.Files.Streams;

namespace LogOperator.Pipeline.Tests.Sources.Files;

/// <summary>More files than the process may have open.</summary>
public sealed class DescriptorTests : IDisposable
{
    private const int Files = 60;
    private readonly Descriptors descriptors = new(limit: 200);
    private readonly FollowerFixture fixture;

    public DescriptorTests() => fixture = new FollowerFixture(o => o.Descriptors = descriptors);

    public void Dispose() => fixture.Dispose();

    [Fact]
    public void Files_beyond_what_the_process_can_spare_are_opened_in_turn()
    {
        Write("a\n");
        fixture.FollowPlain("*.log");
        for (var round = 0; round < 3; round++)
        {
            fixture.Step();
            Assert.InRange(descriptors.Open, 1, 12);
            Write("b\nc\n");
        }

        fixture.Settle();
        Assert.Equal(Expected("a", "b", "c", "b", "c", "b", "c"), fixture.Bodies.Order(StringComparer.Ordinal));
        Assert.Empty(fixture.Follower.Troubles);
    }

    [Fact]
    public void Rotated_and_compressed_files_are_read_then_as_well()
    {
        for (var i = 0; i < Files; i++)
        {
            using (var archive = new GZipStream(File.Create(fixture.Path($"{Name(i)}.2.gz")), CompressionLevel.Fastest))
            {
                archive.Write(Encoding.UTF8.GetBytes($"0 {i:d2}\n"));
            }

            File.SetLastWriteTimeUtc(fixture.Path($"{Name(i)}.2.gz"), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }

        Write("a\n");
        fixture.FollowPlain("*.log*").Step();
        Write("b\n");
        for (var i = 0; i < Files; i++)
        {
            fixture.Rename(Name(i), $"{Name(i)}.1");
        }

        Write("c\n");
        fixture.Settle();
        Assert.InRange(descriptors.Open, 1, 12);
        Assert.Equal(Expected("0", "a", "b", "c"), fixture.Bodies.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_written_late_to_a_file_that_was_empty_and_closed_is_not_passed_over()
    {
        Write("");
        fixture.FollowPlain("*.log*").Step();
        Assert.InRange(descriptors.Open, 1, 12);
        for (var i = 0; i < Files; i++)
        {
            fixture.Rename(Name(i), $"{Name(i)}.1");
        }

        fixture.Step();
        for (var i = 0; i < Files; i++)
        {
            fixture.Append($"{Name(i)}.1", $"a {i:d2}\n");
        }

        Write("b\n");
        fixture.Step().Settle();
        Assert.Equal(Expected("a", "b"), fixture.Bodies.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Where_none_is_left_it_is_a_trouble_until_there_is_room()
    {
        Write("a");
        fixture.FollowPlain("*.log").Step();
        Assert.Contains(fixture.Follower.Troubles, t => t.Message.Contains("EMFILE", StringComparison.Ordinal));
        Assert.InRange(descriptors.Open, 1, 14);
        Write("\n", ended: true);
        fixture.Settle().Settle();
        Assert.Equal(Expected("a"), fixture.Bodies.Order(StringComparer.Ordinal));
        Assert.Empty(fixture.Follower.Troubles);
    }

    [Fact]
    public void All_are_given_back_in_the_end()
    {
        Write("a\n");
        fixture.FollowPlain("*.log").Step();
        fixture.Follower.Dispose();
        Assert.Equal(0, descriptors.Open);
    }

    private static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"{i:d2}.log");

    private static IEnumerable<string> Expected(params string[] lines) =>
        lines.SelectMany(l => Enumerable.Range(0, Files).Select(i => $"{l} {i:d2}")).Order(StringComparer.Ordinal);

    private void Write(string lines, bool ended = false)
    {
        for (var i = 0; i < Files; i++)
        {
            fixture.Append(Name(i), ended ? lines : lines.Replace("\n", $" {i:d2}\n", StringComparison.Ordinal) + (lines.EndsWith('\n') || lines.Length == 0 ? "" : $" {i:d2}"));
        }
    }
}
