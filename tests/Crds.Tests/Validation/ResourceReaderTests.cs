using LogOperator.Cli.Manifests;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Crds.Validation;

namespace LogOperator.Crds.Tests.Validation;

public sealed class ResourceReaderTests
{
    [Fact]
    public void Object_is_read_as_its_own_type()
    {
        var read = Read("""
            apiVersion: logoperator.io/v1alpha1
            kind: LogSource
            metadata: {name: web, namespace: shop, labels: {app: web}, managedFields: [{manager: kubectl}]}
            spec: {containerLogs: {streams: [stderr]}}
            status: {anything: goes}
            """);

        var source = Assert.IsType<LogSource>(read.Resource);
        Assert.Equal("web", source.Metadata.Name);
        Assert.Single(source.Spec.ContainerLogs!.Streams!);
    }

    [Fact]
    public void Every_difference_is_told_at_once_with_its_path()
    {
        var read = Read("""
            apiVersion: logoperator.io/v1alpha1
            kind: LogPipeline
            metadata: {name: web}
            spec:
              source: {containerLogs: , startAt: end, line: {maxBytes: 12Q}}
              stages:
              - pase: {json: {}}
              - set: {attributes: {a: 1}}
              stores: [{}]
              delivery: {drainTimeout: 30}
              paused: "yes"
            """);

        Assert.Null(read.Resource);
        Assert.Equal(
            [
                "spec.source.containerLogs: must be an object (was null; write {} for all defaults)",
                "spec.source.startAt: must be one of Auto, Beginning, End (was \"end\")",
                "spec.source.line.maxBytes: must be a size such as \"8Mi\" (was \"12Q\")",
                "spec.stages[0].pase: is not known (did you mean parse?)",
                "spec.stages[1].set.attributes.a: must be a string (was 1)",
                "spec.stores[0].name: is required",
                "spec.delivery.drainTimeout: must be a duration such as \"30s\" or \"500ms\" (was 30)",
                "spec.paused: must be true or false (was \"yes\")",
            ],
            read.Problems.Select(p => p.ToString()));
    }

    [Fact]
    public void A_size_and_a_duration_that_are_null_are_told_as_what_they_should_be()
    {
        var read = Read("""
            apiVersion: logoperator.io/v1alpha1
            kind: LogPipeline
            metadata: {name: web}
            spec:
              source: {containerLogs: {}}
              stores: [{name: file}]
              delivery: {drainTimeout: null, maxRecordBytes: null}
            """);

        Assert.Equal(
            [
                "spec.delivery.drainTimeout: must be a duration such as \"30s\" or \"500ms\" (was null; leave it out for the default)",
                "spec.delivery.maxRecordBytes: must be a size such as \"8Mi\" (was null; leave it out for the default)",
            ],
            read.Problems.Select(p => p.ToString()));
    }

    [Theory]
    [InlineData("apiVersion: logoperator.io/v2\nkind: LogSource", "apiVersion: must be logoperator.io/v1alpha1 (was \"logoperator.io/v2\")")]
    [InlineData("apiVersion: logoperator.io/v1alpha1\nkind: LogSauce", "kind: must be one of LogSource, LogPipeline, LogStore, ClusterLogSource, ClusterLogPipeline, ClusterLogStore, LogAgent (was \"LogSauce\")")]
    [InlineData("apiVersion: logoperator.io/v1alpha1", "kind: must be one of LogSource, LogPipeline, LogStore, ClusterLogSource, ClusterLogPipeline, ClusterLogStore, LogAgent (was missing)")]
    [InlineData("- a", ": must be an object (was a list)")]
    [InlineData("apiVersion: logoperator.io/v1alpha1\nkind: LogStore\nmetadata: {}\nspec: {blackhole: {}}", "metadata.name: is required")]
    public void What_is_no_object_of_ours_is_told(string yaml, string problem) => Assert.Equal([problem], Read(yaml).Problems.Select(p => p.ToString()));

    private static ReadResource Read(string yaml) => ResourceReader.Read(Assert.Single(ManifestFile.Read("a.yaml", System.Text.Encoding.UTF8.GetBytes(yaml)).Documents).Root);
}
