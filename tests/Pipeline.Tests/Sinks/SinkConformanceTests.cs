using System.Reflection;
using System.Text.Json;
using System.Xml.Linq;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sinks;
using LogOperator.TestKit;

namespace LogOperator.Pipeline.Tests.Sinks;

/// <summary>What every kind of sink must do. A kind joins by a line in <see cref="MinimalSpecs"/>; a test finds the one that is missing.</summary>
public sealed class SinkConformanceTests
{
    /// <summary>The least that a user must write for each kind.</summary>
    public static Dictionary<string, string> MinimalSpecs { get; } = new()
    {
        ["blackhole"] = "{}",
        ["file"] = """{"path":"out.ndjson"}""",
        ["http"] = """{"url":"http://127.0.0.1:9/"}""",
        ["kafka"] = """{"bootstrapServers":["127.0.0.1:9"],"topic":{"name":"logs"}}""",
        ["stdout"] = "{}",
    };

    public static TheoryData<string> Kinds => [.. Members.Keys.Order(StringComparer.Ordinal)];

    private static Dictionary<string, PropertyInfo> Members => typeof(SinkSpec).GetProperties()
        .Where(p => typeof(ISinkKind).IsAssignableFrom(p.PropertyType) && p.GetMethod!.IsPublic)
        .ToDictionary(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name), StringComparer.Ordinal);

    [Fact]
    public void Every_kind_has_its_minimal_spec_here() => Assert.Equal(Members.Keys.Order(StringComparer.Ordinal), MinimalSpecs.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task It_builds_from_its_minimal_spec_without_touching_anything(string kind)
    {
        using var directory = new TempDirectory();
        var spec = Minimal(kind);
        Assert.Equal([kind], spec.ChosenNames);
        Assert.True(SinkSpecRules.Instance.Validate(spec).IsValid);
        await using (SinkTest.Build(spec, fileRoot: directory.Path))
        {
            Assert.Empty(Directory.EnumerateFileSystemEntries(directory.Path));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_survives_a_round_trip_and_writes_no_defaults(string kind)
    {
        var json = JsonSerializer.Serialize(SinkTest.Store(Minimal(kind)), PipelineJson.Default.StoreConfig);
        Assert.Contains($"\"spec\":{{\"{kind}\":{MinimalSpecs[kind]}}}", json, StringComparison.Ordinal);
        var again = JsonSerializer.Deserialize(json, PipelineJson.Default.StoreConfig)!;
        Assert.Equal(json, JsonSerializer.Serialize(again, PipelineJson.Default.StoreConfig));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Its_members_are_documented(string kind)
    {
        var documented = XDocument.Load(Path.ChangeExtension(typeof(SinkSpec).Assembly.Location, ".xml"))
            .Descendants("member")
            .Where(m => m.Element("summary")?.Value.Trim().Length > 10)
            .Select(m => m.Attribute("name")!.Value)
            .ToHashSet(StringComparer.Ordinal);
        var type = Members[kind].PropertyType;
        Assert.Contains($"P:{typeof(SinkSpec).FullName}.{Members[kind].Name}", documented);
        Assert.All(
            type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly),
            member => Assert.Contains($"P:{type.FullName}.{member.Name}", documented));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task It_honours_cancellation_and_lets_go_of_the_batch(string kind)
    {
        using var directory = new TempDirectory();
        await using var sink = SinkTest.Build(Minimal(kind), fileRoot: directory.Path);
        var batch = Some.Batch("x");
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await sink.SendAsync(SinkTest.Request(batch), cancelled.Token));

        // A sink that had kept a reference would keep this from being the last one.
        batch.Release();
        Assert.Throws<InvalidOperationException>(batch.Release);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task It_can_be_disposed_of_unused(string kind)
    {
        var sink = SinkTest.Build(Minimal(kind));
        await sink.DisposeAsync();
    }

    private static SinkSpec Minimal(string kind) => JsonSerializer.Deserialize(
        $$$"""{"namespace":"shop","name":"store","secretNamespace":"shop","spec":{"{{{kind}}}":{{{MinimalSpecs[kind]}}} }}""", PipelineJson.Default.StoreConfig)!.Spec;
}
