using LogOperator.Kubernetes.Objects;

namespace LogOperator.Kubernetes.Tests.Objects;

public sealed class LabelSelectorMatcherTests
{
    private static readonly Dictionary<string, string> s_labels = new() { ["app"] = "web", ["tier"] = "front", ["empty"] = "" };

    [Theory]
    [InlineData("app", "In", "web,db", true)]
    [InlineData("app", "In", "db", false)]
    [InlineData("missing", "In", "web", false)]
    [InlineData("app", "NotIn", "db", true)]
    [InlineData("app", "NotIn", "web", false)]
    [InlineData("missing", "NotIn", "web", true)]
    [InlineData("empty", "Exists", null, true)]
    [InlineData("missing", "Exists", null, false)]
    [InlineData("missing", "DoesNotExist", null, true)]
    [InlineData("app", "DoesNotExist", null, false)]
    public void Requirement_is_judged_as_the_server_does(string key, string op, string? values, bool expected)
    {
        var selector = new LabelSelector { MatchExpressions = [new() { Key = key, Operator = op, Values = values?.Split(',') }] };
        Assert.Equal(expected, LabelSelectorMatcher.Create(selector).Matches(s_labels));
    }

    [Fact]
    public void All_requirements_must_hold()
    {
        LabelSelector Selector(string tier) => new()
        {
            MatchLabels = new Dictionary<string, string> { ["app"] = "web" },
            MatchExpressions = [new() { Key = "tier", Operator = "In", Values = [tier] }],
        };
        Assert.True(LabelSelectorMatcher.Create(Selector("front")).Matches(s_labels));
        Assert.False(LabelSelectorMatcher.Create(Selector("back")).Matches(s_labels));
    }

    [Fact]
    public void Empty_and_absent_selectors_match_everything()
    {
        foreach (var selector in new[] { null, new LabelSelector() })
        {
            Assert.True(LabelSelectorMatcher.Create(selector).Matches(s_labels));
            Assert.True(LabelSelectorMatcher.Create(selector).Matches(null));
            Assert.Equal("", LabelSelectorMatcher.Create(selector).ToString());
        }
    }

    [Theory]
    [InlineData("Like", "x", "operator must be In, NotIn, Exists or DoesNotExist (was \"Like\")")]
    [InlineData("In", null, "values must not be empty for In")]
    [InlineData("Exists", "x", "values must be empty for Exists (has 1)")]
    public void Wrong_requirement_is_told(string op, string? value, string problem)
    {
        var selector = new LabelSelector { MatchExpressions = [new() { Key = "k", Operator = op, Values = value is null ? null : [value] }] };
        Assert.False(LabelSelectorMatcher.TryCreate(selector, out _, out var told));
        Assert.Equal("matchExpressions[0]." + problem, told);
        Assert.Throws<FormatException>(() => LabelSelectorMatcher.Create(selector));
    }

    [Fact]
    public void List_calls_get_the_same_selector_as_text()
    {
        var selector = new LabelSelector
        {
            MatchLabels = new Dictionary<string, string> { ["a"] = "1" },
            MatchExpressions =
            [
                new() { Key = "b", Operator = "In", Values = ["x", "y"] }, new() { Key = "c", Operator = "NotIn", Values = ["z"] },
                new() { Key = "d", Operator = "Exists" }, new() { Key = "e", Operator = "DoesNotExist" },
            ],
        };
        Assert.Equal("a=1,b in (x,y),c notin (z),d,!e", LabelSelectorMatcher.Create(selector).ToString());
    }
}
