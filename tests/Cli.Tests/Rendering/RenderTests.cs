using System.Text.Json;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Cli.Tests.Rendering;

public sealed class RenderTests
{
    private const string Manifests = """
        apiVersion: logoperator.io/v1alpha1
        kind: LogPipeline
        metadata: {name: web}
        spec:
          source: {containerLogs: {}}
          stages:
          - keep: {if: 'body contains "yes"'}
          - drop: {if: 'attributes.code == "0x1f: \\ #"'}
          stores: [{name: out}]
        ---
        apiVersion: logoperator.io/v1alpha1
        kind: LogStore
        metadata: {name: out}
        spec:
          http: {url: "https://logs.example.com/in"}
          auth: {bearer: {secretRef: {name: token}}}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: token}
        stringData: {token: hunter2}
        """;

    [Fact]
    public async Task The_configuration_is_what_an_agent_reads()
    {
        var run = await LogctlRun.InvokeAsync(["render", "-f", "-", "-n", "shop", "-o", "json"], Manifests.Replace("body contains", "attributes.a =="));

        Assert.Equal((0, ""), (run.Code, run.Error));
        var config = JsonSerializer.Deserialize(run.Output, PipelineJson.Default.AgentConfig)!;
        Assert.Equal("shop/web", Assert.Single(config.Pipelines).Key);
        Assert.Equal("shop/out", Assert.Single(config.Stores).Key);
        Assert.DoesNotContain("hunter2", run.Output);
    }

    [Fact]
    public async Task Yaml_says_the_same_as_json()
    {
        var manifests = Manifests.Replace("body contains", "attributes.a ==");
        var json = await LogctlRun.InvokeAsync(["render", "-f", "-", "-o", "json"], manifests);
        var yaml = await LogctlRun.InvokeAsync(["render", "-f", "-"], manifests);

        var read = LogOperator.Cli.Manifests.ManifestFile.Read("rendered", System.Text.Encoding.UTF8.GetBytes(yaml.Output));
        Assert.Empty(read.Problems);
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(json.Output).RootElement, Assert.Single(read.Documents).Root), yaml.Output);
    }

    [Fact]
    public async Task Manifests_without_an_object_of_ours_are_refused()
    {
        var run = await LogctlRun.InvokeAsync(["render", "-f", "-"], "kind: ConfigMap\napiVersion: v1\nmetadata: {name: x}\n");

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains("expected objects of logoperator.io, found none", run.Error);
    }

    [Fact]
    public async Task Problems_are_told_in_place_of_a_configuration()
    {
        var run = await LogctlRun.InvokeAsync(["render", "-f", "-"], Manifests.Replace("name: out}]", "name: other}]"));

        Assert.Equal((1, ""), (run.Code, run.Output));
        Assert.Contains("-:9: spec.stores[0]: ", run.Error);
    }
}
