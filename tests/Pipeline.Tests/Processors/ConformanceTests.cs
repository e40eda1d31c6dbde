using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using FluentValidation;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Processors;
using LogOperator.Pipeline.Processors.Parse;

namespace LogOperator.Pipeline.Tests.Processors;

/// <summary>What every verb, and every format of <c>parse</c>, must do. They are found by reflection: a new one needs a minimal spec here and gets the rest.</summary>
public sealed class ConformanceTests
{
    private static readonly JsonSerializerOptions Strict = new(PipelineJson.Default.Options) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    /// <summary>The least and the most that a user can write of each kind.</summary>
    private static readonly Dictionary<string, (string Minimal, string Full)> Specs = new(StringComparer.Ordinal)
    {
        ["parse/json"] = ("""{"parse":{"json":{}}}""", """{"name":"n","when":"body != ''","onError":"Drop","parse":{"json":{},"field":"f","body":"message"}}"""),
        ["parse/logfmt"] = ("""{"parse":{"logfmt":{}}}""", """{"parse":{"logfmt":{},"field":"f","body":"None"}}"""),
        ["parse/regex"] = ("""{"parse":{"regex":{"pattern":"^(?<first>\\w{1,9})"}}}""", """{"parse":{"regex":{"pattern":"(?<first>.)"},"field":"f","body":"Original"}}"""),
        ["timestamp"] = ("""{"timestamp":{"field":"a"}}""", """{"timestamp":{"field":"a","layouts":["Rfc3339","CommonLog","Unix","UnixMs","UnixNs"]}}"""),
        ["keep"] = ("""{"keep":{"if":"body != 'x'"}}""", """{"keep":{"if":"true"}}"""),
        ["drop"] = ("""{"drop":{}}""", """{"drop":{"if":"severity < INFO && body.matches('^a') || attributes.a in ['x', 2]"}}"""),
        ["set"] = ("""{"set":{"body":"b"}}""", """{"set":{"attributes":{"a":"1","b":""},"body":"","severity":"WARN","from":{"attributes":{"c":"body","d":"namespace"},"body":"stream","severity":"attributes.level"}}}"""),
        ["rename"] = ("""{"rename":{"attributes":{"a":"b"}}}""", """{"rename":{"attributes":{"a":"b","c":"a","level":"l"}}}"""),
        ["remove"] = ("""{"remove":{"attributes":["a"]}}""", """{"remove":{"attributes":["a","l*","*x*"]}}"""),
    };

    private static readonly byte[][] Lines = Make();

    public static TheoryData<string, string> All
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var member in Members(typeof(StageSpec), typeof(IProcessorKind)))
            {
                var name = JsonNamingPolicy.CamelCase.ConvertName(member.Name);
                if (member.PropertyType != typeof(ParseSpec))
                {
                    all.Add(name, "");
                    continue;
                }

                foreach (var format in Members(typeof(ParseSpec), typeof(IParserKind)))
                {
                    all.Add(name, JsonNamingPolicy.CamelCase.ConvertName(format.Name));
                }
            }

            return all;
        }
    }

    [Fact]
    public void Every_kind_is_covered_and_nothing_else() =>
        Assert.Equal(Specs.Keys.Order(StringComparer.Ordinal), All.Select(row => row.Data.Item2.Length == 0 ? row.Data.Item1 : $"{row.Data.Item1}/{row.Data.Item2}").Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(All))]
    public void Is_valid_and_builds_from_its_minimal_spec(string verb, string format)
    {
        foreach (var json in new[] { Of(verb, format).Minimal, Of(verb, format).Full })
        {
            var spec = Read(json);
            Assert.Empty(StageSpecRules.Instance.Validate(spec).Errors);
            Assert.NotNull(new Stage(spec, 3));
            Assert.Equal(spec.Name ?? $"3-{verb}", new Stage(spec, 3).Name);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Reads_back_what_it_wrote_and_keeps_what_was_left_out_left_out(string verb, string format)
    {
        foreach (var json in new[] { Of(verb, format).Minimal, Of(verb, format).Full })
        {
            var written = JsonSerializer.Serialize(Read(json), Type<StageSpec>(PipelineJson.Default.Options));
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(written)), written);
            Assert.Equal(written, JsonSerializer.Serialize(Read(written), Type<StageSpec>(PipelineJson.Default.Options)));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Refuses_members_that_it_does_not_know_where_people_write(string verb, string format)
    {
        var json = JsonNode.Parse(Of(verb, format).Minimal)!;
        var inner = json[verb]!;
        (format.Length == 0 ? inner : inner[format]!)["unknownMember"] = 1;
        Assert.Throws<JsonException>(() => Read(json.ToJsonString()));
        Assert.NotNull(JsonSerializer.Deserialize(json.ToJsonString(), Type<StageSpec>(PipelineJson.Default.Options)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Is_documented(string verb, string format)
    {
        var documentation = XDocument.Load(Path.ChangeExtension(typeof(StageSpec).Assembly.Location, ".xml"));
        var texts = documentation.Descendants("member").ToDictionary(m => m.Attribute("name")!.Value, m => string.Join(' ', (m.Element("summary")?.Value ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparer.Ordinal);
        var union = format.Length == 0 ? typeof(StageSpec) : typeof(ParseSpec);
        var member = union.GetProperties().Single(p => string.Equals(p.Name, format.Length == 0 ? verb : format, StringComparison.OrdinalIgnoreCase));
        var types = new List<Type> { member.PropertyType, union };
        for (var i = 0; i < types.Count; i++)
        {
            types.AddRange(types[i].GetProperties().Select(p => p.PropertyType).Where(t => t.Name.EndsWith("Spec", StringComparison.Ordinal) && !t.IsAssignableTo(typeof(ISpec)) && !types.Contains(t)));
        }

        string[] names = [$"P:{union}.{member.Name}", .. types.Select(t => $"T:{t}"), .. types.SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(p => $"P:{t}.{p.Name}"))];
        foreach (var name in names)
        {
            Assert.True(texts.TryGetValue(name, out var text), name);
            var first = text.IndexOf(". ", StringComparison.Ordinal) is >= 0 and var end ? text[..end] : text;
            Assert.InRange(first.Length, 10, 160);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Survives_empty_huge_and_binary_records(string verb, string format)
    {
        foreach (var json in new[] { Of(verb, format).Minimal, Of(verb, format).Full })
        {
            var batch = Some.Batch(Some.Pod, Lines);
            var stage = new Stage(Read(json) with { When = null }, 0);
            stage.Process(batch);
            stage.Process(batch);
            Assert.InRange(stage.Counts.In, Lines.Length, 2 * Lines.Length);
            batch.Release();
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Leaves_a_record_that_it_cannot_process_as_it_was(string verb, string format)
    {
        var batch = Some.Batch(Some.Pod, Lines);
        var processor = Read(Of(verb, format).Minimal).Chosen!.Build();
        for (var i = 0; i < batch.Count; i++)
        {
            var before = Shown.Of(batch[i]);
            if (!processor.Process(batch[i]))
            {
                Assert.Equal(before, Shown.Of(batch[i]));
            }
        }

        batch.Release();
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Allocates_nothing_per_record(string verb, string format)
    {
        foreach (var json in new[] { Of(verb, format).Minimal, Of(verb, format).Full })
        {
            var lines = Enumerable.Range(0, 500).Select(i => Encoding.UTF8.GetBytes(i % 5 == 4
                ? "a=1 level=warn msg=\"some \\\"text\\\"\" key=value"
                : "{\"level\":\"info\",\"a\":" + i + ",\"message\":\"caf\\u00e9 \\\"x\\\"\",\"req\":{\"m\":[1,2]},\"n\":null}")).ToArray();
            var parse = new Stage(Read("""{"parse":{"json":{}}}"""), 0);
            var stage = new Stage(Read(json) with { When = "severity >= TRACE || attributes.a > 1 || body != ''" }, 0);
            for (var i = 0; i < 50; i++)
            {
                Round();
            }

            // 10,000 records without a byte; a round in which a batch of the shared pool is new and grows does not count.
            var clean = 0;
            for (var i = 0; i < 400 && clean < 20; i++)
            {
                clean += Round() == 0 ? 1 : 0;
            }

            Assert.Equal(20, clean);

            long Round()
            {
                var batch = Some.Batch(Some.Pod, lines);
                var before = GC.GetAllocatedBytesForCurrentThread();
                if (verb != "parse")
                {
                    parse.Process(batch);
                }

                stage.Process(batch);
                var after = GC.GetAllocatedBytesForCurrentThread();
                batch.Release();
                return after - before;
            }
        }
    }

    private static (string Minimal, string Full) Of(string verb, string format) => Specs[format.Length == 0 ? verb : $"{verb}/{format}"];

    private static StageSpec Read(string json) => JsonSerializer.Deserialize(json, Type<StageSpec>(Strict))!;

    private static System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> Type<T>(JsonSerializerOptions options) =>
        (System.Text.Json.Serialization.Metadata.JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));

    private static IEnumerable<PropertyInfo> Members(Type union, Type kind) => union.GetProperties().Where(p => p.PropertyType.IsAssignableTo(kind));

    private static byte[][] Make()
    {
        var random = new Random(1);
        var lines = new List<byte[]>
        {
            Array.Empty<byte>(),
            "x"u8.ToArray(),
            "\0\0\0"u8.ToArray(),
            "{"u8.ToArray(),
            "{\"a\":"u8.ToArray(),
            "{}"u8.ToArray(),
            "a=\"\\"u8.ToArray(),
            Encoding.ASCII.GetBytes("{\"message\":\"" + new string('x', 1 << 20) + "\"}"),
            Encoding.ASCII.GetBytes(new string('{', 1 << 20)),
            Encoding.ASCII.GetBytes("{\"a\":" + new string('[', 1 << 20)),
            Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("k=v ", 1 << 18))),
            Encoding.ASCII.GetBytes(new string('a', 1 << 20)),
        };
        for (var i = 0; i < 200; i++)
        {
            var bytes = new byte[random.Next(1, 400)];
            random.NextBytes(bytes);
            lines.Add(bytes);
            var json = "{\"level\":\"warn\",\"msg\":\"a b\",\"a\":{\"b\":[1,2]}} k=\"v\" x"u8.ToArray();
            for (var n = 0; n < 3; n++)
            {
                json[random.Next(json.Length)] = (byte)random.Next(256);
            }

            lines.Add(json);
        }

        var huge = new byte[1 << 20];
        random.NextBytes(huge);
        lines.Add(huge);
        return [.. lines];
    }
}
