using System.Text;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sources;
using LogOperator.Pipeline.Sources.Multiline;

namespace LogOperator.Pipeline.Tests.Sources.Multiline;

public sealed class PatternGroupingTests
{
    [Fact]
    public void What_does_not_start_a_record_continues_one_where_only_the_start_is_given() =>
        Assert.Equal("x y|1 a b|2|3 c", Group("^[0-9]", null, null, "x", "y", "1", "a", "b", "2", "3", "c"));

    [Fact]
    public void What_continues_belongs_to_the_line_before() =>
        Assert.Equal("+a|1 +a +b|2|3 +c", Group(null, "^\\+", null, "+a", "1", "+a", "+b", "2", "3", "+c"));

    [Fact]
    public void What_neither_starts_nor_continues_stands_alone() =>
        Assert.Equal("x|+a|1 +b|y|+c|2 +d", Group("^[0-9]", "^\\+", null, "x", "+a", "1", "+b", "y", "+c", "2", "+d"));

    [Fact]
    public void Everything_up_to_the_end_is_one_record_where_only_the_end_is_given() =>
        Assert.Equal("a b;|c;|d e f;", Group(null, null, ";$", "a", "b;", "c;", "d", "e", "f;"));

    [Fact]
    public void Everything_from_the_start_to_the_end_is_one_record() =>
        Assert.Equal("x|{ a }|y|{ b|{ c }", Group("^{", null, "^}", "x", "{", "a", "}", "y", "{", "b", "{", "c", "}"));

    [Fact]
    public void The_end_ends_what_continues() =>
        Assert.Equal("1 +a ;|+b|2 ;", Group("^[0-9]", "^\\+", "^;", "1", "+a", ";", "+b", "2", ";"));

    [Fact]
    public void A_record_with_an_end_pattern_is_unfinished_without_it()
    {
        Assert.True(PatternGrouping.Of("a", null, "b").IsUnfinished(1));
        Assert.False(PatternGrouping.Of("a", "b", null).IsUnfinished(1));
    }

    [Theory]
    [InlineData("""{"startPattern": "(a"}""", "multiline.startPattern", "expected a closing ')'")]
    [InlineData("""{"continuePattern": "(?=a)"}""", "multiline.continuePattern", "at column 1: look-around cannot be matched in linear time; capture what follows or precedes in a group instead")]
    [InlineData("""{"endPattern": "[z-a]"}""", "multiline.endPattern", "found a range in [] whose end is before its start")]
    public void A_pattern_that_is_none_is_refused_with_its_place_and_reason(string json, string path, string message)
    {
        var problem = Assert.Single(Check(json));
        Assert.Equal((path, message, Reasons.InvalidPattern), (problem.Path, problem.Message, problem.Reason));
    }

    [Theory]
    [InlineData("""{"preset": "Java", "endPattern": "x"}""", "multiline.preset")]
    [InlineData("""{"maxLines": 1}""", "multiline.maxLines")]
    [InlineData("""{"maxLines": 10001}""", "multiline.maxLines")]
    [InlineData("""{"timeout": "99ms"}""", "multiline.timeout")]
    [InlineData("""{"timeout": "31s"}""", "multiline.timeout")]
    [InlineData("""{"startPattern": ""}""", "multiline.startPattern")]
    public void What_is_out_of_bounds_is_refused(string json, string path) => Assert.Equal(path, Assert.Single(Check(json)).Path);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"preset": "None"}""")]
    [InlineData("""{"preset": "Auto", "maxLines": 2, "timeout": "100ms"}""")]
    [InlineData("""{"startPattern": "^a", "continuePattern": "^b", "endPattern": "^c", "maxLines": 10000, "timeout": "30s"}""")]
    public void What_is_within_bounds_is_accepted(string json) => Assert.Empty(Check(json));

    private static IEnumerable<Problem> Check(string json) => ProblemList.Check(
        System.Text.Json.JsonSerializer.Deserialize($$"""{"containerLogs": {}, "multiline": {{json}}}""", PipelineJson.Default.SourceSpec)!, SourceSpecRules.Instance, "");

    private static string Group(string? start, string? next, string? end, params string[] lines)
    {
        var grouping = PatternGrouping.Of(start, next, end);
        var text = new StringBuilder();
        var state = ILineGrouping.Nothing;
        foreach (var line in lines)
        {
            state = grouping.Take(state, Encoding.UTF8.GetBytes(line), out var continues);
            state = state == ILineGrouping.Ended ? ILineGrouping.Nothing : state;
            text.Append(text.Length == 0 ? "" : continues ? " " : "|").Append(line);
        }

        return text.ToString();
    }
}
