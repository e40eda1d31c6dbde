using LogOperator.Pipeline.Processors;
using LogOperator.Pipeline.Processors.Parse;
using LogOperator.Pipeline.Processors.Parse.Json;
using LogOperator.Pipeline.Processors.Remove;
using LogOperator.Pipeline.Processors.Rename;
using LogOperator.Pipeline.Processors.Set;

namespace LogOperator.Pipeline.Tests.Processors;

/// <summary>set, rename and remove.</summary>
public sealed class ChangeTests
{
    private const string Line = """{"message":"hi","a":1,"b":"x","c.d":true,"req":{"method":"GET","lvl":"error"}}""";
    private static readonly StageSpec Json = new() { Parse = new ParseSpec { Json = new JsonParserSpec() } };

    [Fact]
    public void Set_adds_and_replaces_attributes() => Assert.Equal(
        """hi | a=new b=x c.d=<True> req=<Json:{"method":"GET","lvl":"error"}> team=payments""",
        Shown.After(Line, Json, Set(new() { Attributes = Map(("a", "new"), ("team", "payments")) })));

    [Fact]
    public void Set_changes_body_and_severity() => Assert.StartsWith(
        "gone | a=<Number:1>", Shown.After(Line, Json, Set(new() { Body = "gone", Severity = "WARN" })), StringComparison.Ordinal);

    [Fact]
    public void Set_takes_values_from_fields_as_they_were_before() => Assert.Equal(
        "GET | a=x b=<Number:1> ns=shop @17",
        Shown.After(
            Line,
            Json,
            Set(new() { From = new() { Attributes = Map(("a", "attributes.b"), ("b", "attributes.a"), ("ns", "namespace"), ("no", "attributes.no")), Body = "attributes.req.method", Severity = "attributes.req.lvl" } }),
            new StageSpec { Remove = new RemoveSpec { Attributes = ["c.d", "req"] } }));

    [Fact]
    public void A_severity_that_is_no_level_changes_nothing_or_leaves_the_constant()
    {
        Assert.EndsWith("}>", Shown.After(Line, Json, Set(new() { From = new() { Severity = "attributes.b" } })), StringComparison.Ordinal);
        Assert.EndsWith("@9", Shown.After(Line, Json, Set(new() { Severity = "INFO", From = new() { Severity = "attributes.b" } })), StringComparison.Ordinal);
    }

    [Fact]
    public void Constants_are_right_in_every_batch_and_record()
    {
        var stage = new Stage(Set(new() { Attributes = Map(("k", "value"), ("empty", "")), Body = "b" }), 0);
        for (var round = 0; round < 4; round++)
        {
            var batch = Some.Batch("1", "2", "3");
            if (round % 2 == 1)
            {
                batch[0].Set("other"u8, Pipeline.Records.ValueKind.Text, "bytes that lie where the constants lay before"u8);
            }

            stage.Process(batch);
            for (var i = 0; i < batch.Count; i++)
            {
                Assert.EndsWith("k=value empty=", Shown.Of(batch[i]), StringComparison.Ordinal);
                Assert.StartsWith("b |", Shown.Of(batch[i]), StringComparison.Ordinal);
            }

            batch.Release();
        }
    }

    [Theory]
    [InlineData("a>z", "z=<Number:1> b=x c.d=<True>")]
    [InlineData("a>b", "b=<Number:1> c.d=<True>")]
    [InlineData("b>a", "a=x c.d=<True>")]
    [InlineData("a>b b>a", "b=<Number:1> a=x c.d=<True>")]
    [InlineData("a>b b>c", "b=<Number:1> c=x c.d=<True>")]
    [InlineData("no>a", "a=<Number:1> b=x c.d=<True>")]
    [InlineData("c.d>a", "b=x a=<True>")]
    [InlineData("a>a", "a=<Number:1> b=x c.d=<True>")]
    public void Rename_renames_all_at_once(string names, string expected)
    {
        var map = Map([.. names.Split(' ').Select(pair => pair.Split('>')).Select(pair => (pair[0], pair[1]))]);
        Assert.Equal(
            "hi | " + expected,
            Shown.After(Line, Json, new StageSpec { Remove = new RemoveSpec { Attributes = ["req"] } }, new StageSpec { Rename = new RenameSpec { Attributes = map } }));
    }

    [Theory]
    [InlineData("a", "b c.d req")]
    [InlineData("c.*", "a b req")]
    [InlineData("*", "")]
    [InlineData("*.*", "a b req")]
    [InlineData("r*q", "a b c.d")]
    [InlineData("a b no", "c.d req")]
    [InlineData("*q*", "a b c.d")]
    [InlineData("re", "a b c.d req")]
    public void Remove_takes_names_and_globs(string names, string left)
    {
        var batch = Some.Batch(Line);
        new Stage(Json, 0).Process(batch);
        new Stage(new StageSpec { Remove = new RemoveSpec { Attributes = names.Split(' ') } }, 0).Process(batch);
        Assert.Equal(left, string.Join(' ', Enumerable.Range(0, batch[0].AttributeCount).Select(i => System.Text.Encoding.UTF8.GetString(batch[0].KeyAt(i)))));
    }

    private static StageSpec Set(SetSpec spec) => new() { Set = spec };

    private static Dictionary<string, string> Map(params (string Key, string Value)[] pairs) => pairs.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
}
