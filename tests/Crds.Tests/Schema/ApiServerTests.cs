using System.Text.Json.Nodes;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Crds.Tests.Schema;

/// <summary>What a real API server makes of the definitions: it refuses schemas that are not structural and rules that cost too much.</summary>
[Trait("Category", "Integration")]
public sealed class ApiServerTests(CrdServer server, ITestOutputHelper output) : IClassFixture<CrdServer>
{
    public static TheoryData<string> Good => [.. SampleObject.Names("good")];

    public static TheoryData<string> Bad => [.. SampleObject.Names("bad")];

    [Theory]
    [MemberData(nameof(Good))]
    public async Task Good_object_is_taken(string name) => Assert.Null(await server.RefusalAsync(SampleObject.Read("good", name)));

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task What_the_server_refuses_the_compiler_refuses_too(string name)
    {
        var obj = SampleObject.Read("bad", name);

        if (await server.RefusalAsync(obj) is not null)
        {
            Assert.NotEmpty(SampleObject.Problems(obj));
        }
        else
        {
            Assert.True(name is "invalid-expression", "only what needs more than a schema is left to the compiler");
        }
    }

    [Fact]
    public async Task Server_enforces_every_bound()
    {
        // What stands at the same place of a namespaced and of a cluster kind is the same; once is enough.
        var violations = SampleObject.Names("good")
            .Select(n => SampleObject.Read("good", n))
            .SelectMany(o => Violations.Of(o, SchemaBoundTests.CrdOf(o)).Select(v => (Violation: v, Place: $"{((string)o["kind"]!).Replace("Cluster", "")} {v.Bound}")))
            .DistinctBy(v => v.Place)
            .ToList();
        var taken = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForEachAsync(violations, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (v, _) =>
        {
            if (await server.RefusalAsync(v.Violation.Object) is null)
            {
                taken.Add(v.Place);
            }
        });

        output.WriteLine($"{violations.Count} bounds tried");
        Assert.Empty(taken);
    }

    [Fact]
    public async Task New_object_counts_as_not_yet_observed()
    {
        await server.Client.CreateAsync(LogSource.Resource, new LogSource
        {
            Metadata = new ObjectMeta { Name = "new", Namespace = "default" },
            Spec = new() { ContainerLogs = new() },
        });

        var created = await server.Client.GetAsync(LogSource.Resource, "default", "new");

        Assert.Equal(-1, created.Status?.ObservedGeneration);
        Assert.NotNull(created.Spec.ContainerLogs);
    }

    [Fact]
    public async Task Two_managers_add_routes_to_one_pipeline_without_undoing_each_other()
    {
        await ApplyAsync("one", """{"sources": [{"name": "web"}], "routes": [{"name": "errors", "stores": [{"name": "a"}]}]}""");
        await ApplyAsync("two", """{"routes": [{"name": "all", "stores": [{"name": "b"}]}]}""");

        var pipeline = await server.Client.GetAsync(LogPipeline.Resource, "default", "shared");

        Assert.Equal(["errors", "all"], pipeline.Spec.Routes!.Select(r => r.Name));

        Task ApplyAsync(string manager, string spec)
        {
            var obj = new JsonObject
            {
                ["apiVersion"] = ApiGroup.ApiVersion,
                ["kind"] = "LogPipeline",
                ["metadata"] = new JsonObject { ["name"] = "shared", ["namespace"] = "default" },
                ["spec"] = JsonNode.Parse(spec),
            };
            return server.Client.ApplyAsync(CrdServer.ResourceOf(obj), new UnstructuredObject(obj), new ApplyOptions(manager, Force: false));
        }
    }

    [Fact]
    public async Task Kubectl_finds_short_names_and_category()
    {
        var resources = await server.Client.GetApiResourcesAsync(ApiGroup.ApiVersion);

        var names = resources.Resources!.Where(r => !r.Name.Contains('/')).ToDictionary(r => r.Name, r => string.Join(',', r.ShortNames ?? []));
        Assert.Equal("lsrc", names["logsources"]);
        Assert.Equal("clpipe", names["clusterlogpipelines"]);
        Assert.Equal(7, names.Count);
    }
}
