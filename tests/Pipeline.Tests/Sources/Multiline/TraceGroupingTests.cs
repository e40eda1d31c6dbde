using System.Text;
using LogOperator.Pipeline.Sources;
using LogOperator.Pipeline.Sources.Multiline;

namespace LogOperator.Pipeline.Tests.Sources.Multiline;

/// <summary>The samples below Traces hold output of programs, with <c>%%</c> between the records that are expected of it.</summary>
public sealed class TraceGroupingTests
{
    private const string Separator = "\n%%\n";

    public static TheoryData<string, MultilinePreset> Samples => new(
        from preset in new[] { MultilinePreset.Java, MultilinePreset.Python, MultilinePreset.Go, MultilinePreset.DotNet, MultilinePreset.Ruby }
        from used in new[] { preset, MultilinePreset.Auto }
        select (preset.ToString(), used));

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_becomes_the_expected_records(string language, MultilinePreset preset) =>
        Assert.Equal(Records(language), Group(new TraceGrouping(preset), Lines(language)));

    [Fact]
    public void Samples_of_all_languages_after_each_other_are_told_apart()
    {
        string[] languages = ["Java", "Python", "Go", "DotNet", "Ruby"];
        var records = languages.SelectMany(Records).ToList();
        Assert.Equal(records, Group(new TraceGrouping(MultilinePreset.Auto), languages.SelectMany(Lines)));
    }

    [Theory]
    [InlineData("{\"level\":\"info\"}")]
    [InlineData("2026-01-02 at once")]
    [InlineData("GET /cart 200")]
    [InlineData("  indented text")]
    [InlineData("java.lang.String: no exception")]
    [InlineData("IOException: without a package")]
    [InlineData("main.go: ready (8080)")]
    [InlineData("goroutine pool has 3 workers")]
    [InlineData("Tracebacks: 0")]
    [InlineData("from here")]
    [InlineData("")]
    public void Ordinary_line_continues_nothing(string line)
    {
        var grouping = new TraceGrouping(MultilinePreset.Auto);
        Assert.Equal([line, line, line], Group(grouping, [line, line, line]));
    }

    [Theory]
    [InlineData(MultilinePreset.Go)]
    [InlineData(MultilinePreset.Ruby)]
    public void Ordinary_line_goes_on_at_once_where_a_trace_begins_by_itself(MultilinePreset preset)
    {
        Assert.Equal(ILineGrouping.Nothing, new TraceGrouping(preset).Take(ILineGrouping.Nothing, "2026-01-02 an ordinary line"u8, out var continues));
        Assert.False(continues);
    }

    [Fact]
    public void Traceback_without_its_exception_is_unfinished()
    {
        var grouping = new TraceGrouping(MultilinePreset.Python);
        var state = grouping.Take(ILineGrouping.Nothing, "Traceback (most recent call last):"u8, out _);
        Assert.True(grouping.IsUnfinished(state));
        state = grouping.Take(state, "  File \"x.py\", line 1, in <module>"u8, out _);
        Assert.True(grouping.IsUnfinished(state));
        state = grouping.Take(state, "ValueError: x"u8, out var continues);
        Assert.True(continues);
        Assert.False(grouping.IsUnfinished(state));
    }

    private static string[] Records(string language) => Text(language).Split(Separator);

    private static string[] Lines(string language) => Text(language).Replace(Separator, "\n", StringComparison.Ordinal).Split('\n');

    private static string Text(string language) => File.ReadAllText(
        Path.Combine(TestKit.RepositoryRoot.Path, "tests/Pipeline.Tests/Sources/Multiline/Traces", language.ToLowerInvariant() + ".txt")).TrimEnd('\n');

    private static List<string> Group(TraceGrouping grouping, IEnumerable<string> lines)
    {
        var records = new List<string>();
        var state = ILineGrouping.Nothing;
        foreach (var line in lines)
        {
            state = grouping.Take(state, Encoding.UTF8.GetBytes(line), out var continues);
            if (continues)
            {
                records[^1] += "\n" + line;
            }
            else
            {
                records.Add(line);
            }
        }

        return records;
    }
}
