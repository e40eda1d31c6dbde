using System.Text.Json.Nodes;
using LogOperator.Operator.Status;

namespace LogOperator.Operator.Tests.Status;

public sealed class StatusPatchTests
{
    [Fact]
    public void Equal_statuses_need_no_patch() => Assert.Null(StatusPatch.Between(Golden.Parse("""{"a":{"b":[1,2]}}"""), Golden.Parse("""{"a":{"b":[1,2]}}""")));

    [Theory]
    [InlineData("""{}""", """{"a":1}""", """{"a":1}""")]
    [InlineData("""{"a":1,"b":2}""", """{"a":1}""", """{"b":null}""")]
    [InlineData("""{"a":{"x":1,"y":2}}""", """{"a":{"x":1,"z":3}}""", """{"a":{"z":3,"y":null}}""")]
    [InlineData("""{"a":[1]}""", """{"a":[1,2]}""", """{"a":[1,2]}""")]
    [InlineData("""{"a":{"x":1}}""", """{"a":3}""", """{"a":3}""")]
    public void A_patch_holds_only_what_differs_and_removes_with_null(string present, string wanted, string expected) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), StatusPatch.Between(Golden.Parse(present), Golden.Parse(wanted))));

    [Fact]
    public void Wording_times_and_counts_of_matches_are_not_substance()
    {
        var one = Golden.Parse("""{"conditions":[{"type":"Ready","status":"True","reason":"A","message":"x","lastTransitionTime":"1"}],"matched":{"pods":1},"agents":{"desired":1}}""");
        var two = Golden.Parse("""{"conditions":[{"type":"Ready","status":"True","reason":"A","message":"y","lastTransitionTime":"2"}],"matched":{"pods":2},"agents":{"desired":1}}""");

        Assert.False(StatusPatch.DiffersInSubstance(one, two));
        Assert.True(StatusPatch.DiffersInSubstance(one, Golden.Parse(one.ToJsonString().Replace("\"A\"", "\"B\"", StringComparison.Ordinal))));
        Assert.True(StatusPatch.DiffersInSubstance(one, Golden.Parse(one.ToJsonString().Replace("desired\":1", "desired\":2", StringComparison.Ordinal))));
    }

    [Fact]
    public void Transitions_are_told_once_and_consequences_are_not_told_at_all()
    {
        var before = Golden.Parse("""{"conditions":[{"type":"Accepted","status":"True","reason":"Accepted"},{"type":"Ready","status":"True","reason":"Ready"}]}""");
        var after = Golden.Parse("""
            {"conditions":[{"type":"Accepted","status":"False","reason":"InvalidSpec","message":"no"},{"type":"Programmed","status":"False","reason":"RolloutInProgress"},
            {"type":"Ready","status":"False","reason":"InvalidSpec"},{"type":"Stalled","status":"True","reason":"InvalidSpec"}]}
            """);

        Assert.Equal([(true, "InvalidSpec", "Accepted: no")], Transitions.Between(before, after));
        Assert.Empty(Transitions.Between(after, after));
        Assert.Equal([(false, "Ready", "everything is as it should be")], Transitions.Between(after, before));
    }
}
