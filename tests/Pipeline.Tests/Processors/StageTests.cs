using LogOperator.Pipeline.Processors;
using LogOperator.Pipeline.Processors.Drop;
using LogOperator.Pipeline.Processors.Keep;
using LogOperator.Pipeline.Processors.Parse;
using LogOperator.Pipeline.Processors.Parse.Json;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Tests.Processors;

public sealed class StageTests
{
    private static readonly string[] Lines = ["""{"n":1}""", "no json", """{"n":2}"""];

    [Fact]
    public void Drop_takes_out_what_the_expression_is_true_of() =>
        Assert.Equal([Fate.Filtered, Fate.Live, Fate.Live], Fates(new StageSpec { Drop = new DropSpec { If = "body.contains('1')" } }, out _));

    [Fact]
    public void Drop_without_expression_takes_out_what_the_stage_applies_to() =>
        Assert.Equal([Fate.Live, Fate.Filtered, Fate.Live], Fates(new StageSpec { When = "body == 'no json'", Drop = new DropSpec() }, out _));

    [Fact]
    public void Keep_takes_out_what_the_expression_is_false_of()
    {
        Assert.Equal([Fate.Filtered, Fate.Live, Fate.Filtered], Fates(new StageSpec { Keep = new KeepSpec { If = "body.contains('no')" } }, out var stage));
        Assert.Equal(new StageCounts(3, 0, 2), stage.Counts);
        Assert.Equal("0-keep", stage.Name);
    }

    [Fact]
    public void A_failed_record_goes_on_and_is_counted()
    {
        Assert.Equal([Fate.Live, Fate.Live, Fate.Live], Fates(Json(null), out var stage));
        Assert.Equal(new StageCounts(3, 1, 0), stage.Counts);
    }

    [Fact]
    public void A_failed_record_is_dropped_where_the_stage_says_so()
    {
        Assert.Equal([Fate.Live, Fate.Failed, Fate.Live], Fates(Json(StageFailure.Drop), out var stage));
        Assert.Equal(new StageCounts(3, 1, 0), stage.Counts);
    }

    [Fact]
    public void Records_that_are_out_are_not_looked_at_again()
    {
        var batch = Some.Batch(Lines);
        new Stage(new StageSpec { Keep = new KeepSpec { If = "false" } }, 0).Process(batch);
        var second = new Stage(Json(null), 1);
        second.Process(batch);
        Assert.Equal(default, second.Counts);
    }

    [Theory]
    [InlineData("severity = ERROR", "When", "InvalidExpression", "at column 10: expected '==', found '='")]
    [InlineData("", "When", "MinimumLengthValidator", null)]
    public void When_must_be_an_expression(string when, string path, string code, string? message)
    {
        var error = Assert.Single(StageSpecRules.Instance.Validate(new StageSpec { When = when, Drop = new DropSpec() }).Errors);
        Assert.Equal(path, error.PropertyName);
        Assert.Equal(code, error.ErrorCode);
        Assert.True(message is null || message == error.ErrorMessage, error.ErrorMessage);
    }

    [Fact]
    public void A_stage_has_exactly_one_verb()
    {
        Assert.Equal("expected exactly one verb, found none", Assert.Single(StageSpecRules.Instance.Validate(new StageSpec()).Errors).ErrorMessage);
        Assert.Equal(
            "expected exactly one verb, found drop and keep",
            Assert.Single(StageSpecRules.Instance.Validate(new StageSpec { Drop = new(), Keep = new() { If = "true" } }).Errors).ErrorMessage);
    }

    [Theory]
    [InlineData("(?=x)", "look-around")]
    [InlineData("abc", "named group")]
    [InlineData("(?<a>x", "closing ')'")]
    public void A_pattern_is_compiled_by_validation(string pattern, string expected)
    {
        var spec = new StageSpec { Parse = new ParseSpec { Regex = new() { Pattern = pattern } } };
        var error = Assert.Single(StageSpecRules.Instance.Validate(spec).Errors);
        Assert.Equal("InvalidPattern", error.ErrorCode);
        Assert.Equal("parse.regex.Pattern", error.PropertyName);
        Assert.Contains(expected, error.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_is_bounded()
    {
        var tooMany = Enumerable.Range(0, 65).ToDictionary(i => $"k{i}", i => "v");
        var tooLong = new Dictionary<string, string> { [new string('k', 257)] = "v", ["k"] = new string('v', 4097) };
        Assert.Single(StageSpecRules.Instance.Validate(new StageSpec { Set = new() { Attributes = tooMany } }).Errors);
        Assert.Equal(2, StageSpecRules.Instance.Validate(new StageSpec { Set = new() { Attributes = tooLong } }).Errors.Count);
        Assert.Single(StageSpecRules.Instance.Validate(new StageSpec { Rename = new() { Attributes = tooMany.ToDictionary(p => p.Key, p => "n" + p.Key) } }).Errors);
        Assert.Single(StageSpecRules.Instance.Validate(new StageSpec { Rename = new() { Attributes = new Dictionary<string, string> { ["a"] = "x", ["b"] = "x" } } }).Errors);
        Assert.Single(StageSpecRules.Instance.Validate(new StageSpec { Remove = new() { Attributes = [.. tooMany.Keys] } }).Errors);
        Assert.Single(StageSpecRules.Instance.Validate(new StageSpec { Set = new() { Severity = "error" } }).Errors);
        Assert.Single(StageSpecRules.Instance.Validate(new StageSpec { Set = new() { From = new() { Body = "nonsense" } } }).Errors);
        Assert.NotEmpty(StageSpecRules.Instance.Validate(new StageSpec { Set = new() }).Errors);
    }

    private static StageSpec Json(StageFailure? onError) => new() { OnError = onError, Parse = new ParseSpec { Json = new JsonParserSpec() } };

    private static Fate[] Fates(StageSpec spec, out Stage stage)
    {
        var batch = Some.Batch(Lines);
        stage = new Stage(spec, 0);
        stage.Process(batch);
        return [.. Enumerable.Range(0, batch.Count).Select(i => batch[i].Fate)];
    }
}
