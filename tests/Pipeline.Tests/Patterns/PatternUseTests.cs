using LogOperator.Pipeline.Patterns;
using LogOperator.Pipeline.Processors;
using LogOperator.Pipeline.Processors.Drop;
using LogOperator.Pipeline.Processors.Keep;
using LogOperator.Pipeline.Processors.Parse;
using LogOperator.Pipeline.Processors.Parse.Regex;
using LogOperator.Pipeline.Sources;

namespace LogOperator.Pipeline.Tests.Patterns;

public sealed class PatternUseTests
{
    [Fact]
    public void Every_pattern_of_stages_and_sources_is_named_with_its_engine()
    {
        StageSpec[] stages = [Regex(@"^(?<a>\d+) (?<b>.*)"), new(), Regex(@"^(?:(?<a>\w) )+$"), Regex("(?<a>.*)b"), Regex("(?<a>(?:b*)*)b"), Regex("(?<a>")];
        Assert.Equal(
            [
                new("stages[0].parse.regex.pattern", "delimiter"),
                new("stages[2].parse.regex.pattern", "one-pass"),
                new("stages[3].parse.regex.pattern", "bit-state"),
                new("stages[4].parse.regex.pattern", "regex"),
            ],
            PatternUse.Of(stages));
        var source = new SourceSpec { Multiline = new MultilineSpec { StartPattern = "^[0-9]", EndPattern = @"\bend$" } };
        Assert.Equal([new("multiline.startPattern", "delimiter"), new("multiline.endPattern", "one-pass")], PatternUse.Of(source));
    }

    [Fact]
    public void Patterns_inside_expressions_are_named_too_each_engine_once()
    {
        StageSpec[] stages =
        [
            new() { When = @"body.matches(""^a "") || !(body.matches(""^b "") && attributes.x.matches(""(.*)b$""))", Drop = new DropSpec { If = @"body.matches(""^c "")" } },
            new() { Keep = new KeepSpec { If = "severity >= WARN" } },
            new() { When = "not an expression" },
        ];

        Assert.Equal(["stages[0].when", "stages[0].when", "stages[0].drop.if"], PatternUse.Of(stages).Select(u => u.Path));
        Assert.Equal(2, PatternUse.Of(stages).Where(u => u.Path == "stages[0].when").Select(u => u.Engine).Distinct().Count());
        Assert.Empty(PatternUse.OfExpression("routes[0].when", null));
    }

    private static StageSpec Regex(string pattern) => new() { Parse = new ParseSpec { Regex = new RegexParserSpec { Pattern = pattern } } };
}
