using System.Text.Json.Nodes;
using LogOperator.Crds.Schema;

namespace LogOperator.Crds.Tests.Schema;

public sealed class SchemaBoundTests
{
    private static readonly Dictionary<string, JsonObject> Definitions = CrdGenerator.Generate().ToDictionary(c => (string)c["spec"]!["names"]!["kind"]!);

    public static TheoryData<string> Good => [.. SampleObject.Names("good")];

    public static TheoryData<string> Bad => [.. SampleObject.Names("bad")];

    internal static JsonObject CrdOf(JsonObject obj) => Definitions[(string)obj["kind"]!];

    [Theory]
    [MemberData(nameof(Good))]
    public void Good_object_is_accepted(string name) => Assert.Empty(SampleObject.Problems(SampleObject.Read("good", name)));

    [Theory]
    [MemberData(nameof(Bad))]
    public void Bad_object_is_refused(string name) => Assert.NotEmpty(SampleObject.Problems(SampleObject.Read("bad", name)));

    [Theory]
    [MemberData(nameof(Good))]
    public void Every_bound_of_the_schema_is_enforced_by_reader_and_rules_too(string name)
    {
        var obj = SampleObject.Read("good", name);
        var violations = Violations.Of(obj, CrdOf(obj));

        Assert.NotEmpty(violations);
        Assert.Empty(violations.Where(v => SampleObject.Problems(v.Object).Count == 0).Select(v => v.Bound));
    }

    [Theory]
    [MemberData(nameof(Good))]
    public void Good_object_survives_reading_and_writing(string name)
    {
        var obj = SampleObject.Read("good", name);

        Assert.True(JsonNode.DeepEquals(obj, SampleObject.ReadAndWrite(obj)));
    }

    [Fact]
    public void Good_objects_use_every_member_so_that_every_bound_is_tried()
    {
        var objects = SampleObject.Names("good").Select(n => SampleObject.Read("good", n)).ToLookup(o => (string)o["kind"]!);
        foreach (var crd in CrdGenerator.Generate())
        {
            var given = objects[(string)crd["spec"]!["names"]!["kind"]!].SelectMany(o => Violations.MembersGiven(o, crd));
            Assert.Empty(Violations.Members(crd).Except(given).Select(m => $"{crd["spec"]!["names"]!["kind"]} {m}"));
        }
    }

    [Fact]
    public void Every_text_list_and_map_of_a_spec_is_bounded()
    {
        var unbounded = CrdGenerator.Generate().SelectMany(crd => Unbounded(
            crd["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!["properties"]!["spec"]!, $"{crd["spec"]!["names"]!["kind"]} spec"));

        Assert.Empty(unbounded);
    }

    [Fact]
    public void Every_member_has_a_description_that_fits()
    {
        var wrong = CrdGenerator.Generate().SelectMany(crd => Undescribed(
            crd["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!["properties"]!.AsObject().Where(p => p.Key is "spec" or "status").Select(p => (p.Key, p.Value!)), ""));

        Assert.Empty(wrong);
    }

    private static IEnumerable<string> Unbounded(JsonNode schema, string path)
    {
        var bounded = (string)schema["type"]! switch
        {
            "string" => schema["enum"] is not null || schema["maxLength"] is not null || schema["format"] is not null,
            "array" => schema["maxItems"] is not null,
            "object" when schema["additionalProperties"] is not null => schema["maxProperties"] is not null,
            _ => true,
        };
        if (!bounded)
        {
            yield return path;
        }

        foreach (var (name, child) in schema["properties"]?.AsObject() ?? [])
        {
            foreach (var found in Unbounded(child!, $"{path}.{name}"))
            {
                yield return found;
            }
        }

        if ((schema["items"] ?? schema["additionalProperties"]) is { } element)
        {
            foreach (var found in Unbounded(element, path + ".*"))
            {
                yield return found;
            }
        }
    }

    private static IEnumerable<string> Undescribed(IEnumerable<(string Name, JsonNode Schema)> members, string path)
    {
        foreach (var (name, schema) in members)
        {
            var member = $"{path}.{name}";
            if ((string?)schema["description"] is not { Length: > 0 and <= 160 })
            {
                yield return member;
            }

            var inner = (schema["properties"] ?? schema["items"]?["properties"])?.AsObject().Select(p => (p.Key, p.Value!)) ?? [];
            foreach (var found in Undescribed(inner, member))
            {
                yield return found;
            }
        }
    }
}
