using LogOperator.Agent.Configuration;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sinks.Stdout;
using LogOperator.Pipeline.Sources;
using LogOperator.Pipeline.Sources.NodeFiles;

namespace LogOperator.Agent.Tests.Configuration;

public sealed class TenancyCheckTests
{
    [Fact]
    public void A_pipeline_within_its_namespace_may_run() => Assert.Null(Refuse(Some.Pipeline(), Some.Store()));

    [Fact]
    public void A_cluster_pipeline_may_read_everything() =>
        Assert.Null(Refuse(
            Some.Pipeline(ns: "") with { Sources = [new SourceConfig { Name = "n", Spec = new SourceSpec { NodeFiles = new NodeFilesSpec { Paths = ["/var/log/x"] } }, IgnoreExclude = true }] },
            Some.Store(ns: "")));

    [Theory]
    [InlineData("bank")]
    [InlineData("shop,bank")]
    [InlineData("")]
    [InlineData(null)]
    public void A_source_of_other_namespaces_is_refused(string? namespaces)
    {
        var source = Some.Source() with { Namespaces = namespaces?.Split(',', StringSplitOptions.RemoveEmptyEntries) };

        Assert.StartsWith("source inline: expected to read namespace shop only, found ", Refuse(Some.Pipeline() with { Sources = [source] }, Some.Store()));
    }

    [Fact]
    public void A_second_source_is_checked_too() =>
        Assert.StartsWith("source inline: expected", Refuse(Some.Pipeline() with { Sources = [Some.Source(), Some.Source("bank")] }, Some.Store()));

    [Fact]
    public void Node_files_are_refused_in_a_namespace()
    {
        var source = Some.Source() with { Spec = new SourceSpec { NodeFiles = new NodeFilesSpec { Paths = ["/var/log/x"] } } };

        Assert.Contains("cannot use nodeFiles", Refuse(Some.Pipeline() with { Sources = [source] }, Some.Store()));
    }

    [Fact]
    public void Excluded_pods_are_refused_in_a_namespace()
    {
        Assert.NotNull(Refuse(Some.Pipeline() with { Sources = [Some.Source() with { IgnoreExclude = true }] }, Some.Store()));
        Assert.NotNull(Refuse(Some.Pipeline() with { Sources = [Some.Source() with { IncludeAgents = true }] }, Some.Store()));
    }

    [Fact]
    public void A_store_of_another_namespace_is_refused() =>
        Assert.Contains("found one of namespace bank", Refuse(Some.Pipeline(store: "bank/out"), Some.Store("bank")));

    [Fact]
    public void A_cluster_pipeline_is_refused_a_namespace_s_store() =>
        Assert.Contains("expected a store of the cluster", Refuse(Some.Pipeline(ns: "", store: "bank/out"), Some.Store("bank")));

    [Fact]
    public void A_store_that_is_missing_is_refused() => Assert.Contains("store shop/other: expected in the configuration", Refuse(Some.Pipeline(store: "shop/other"), Some.Store()));

    [Fact]
    public void Standard_output_is_refused_in_a_namespace() =>
        Assert.Contains("cannot be of kind stdout", Refuse(Some.Pipeline(), Some.Store() with { Spec = new SinkSpec { Stdout = new StdoutSinkSpec() } }));

    [Fact]
    public void Secrets_of_another_namespace_are_refused() =>
        Assert.Contains("expected its Secrets in namespace shop", Refuse(Some.Pipeline(), Some.Store() with { SecretNamespace = "log-operator" }));

    [Theory]
    [InlineData(null, null, false)]
    [InlineData(AllowedFrom.None, null, false)]
    [InlineData(AllowedFrom.Names, "bank", false)]
    [InlineData(AllowedFrom.Names, "shop", true)]
    [InlineData(AllowedFrom.All, null, true)]
    [InlineData(AllowedFrom.Selector, null, true)]
    public void A_cluster_store_decides_by_name_who_is_admitted(AllowedFrom? from, string? name, bool admitted)
    {
        var allowed = from is null ? null : new AllowedNamespacesSpec { From = from, Names = name is null ? null : [name] };
        var store = Some.Store("") with { SecretNamespace = "log-operator" };
        store = store with { Spec = store.Spec with { AllowedNamespaces = allowed } };

        Assert.Equal(admitted, Refuse(Some.Pipeline(store: "/out"), store) is null);
    }

    private static string? Refuse(PipelineConfig pipeline, StoreConfig store) =>
        TenancyCheck.Refuse(pipeline, new Dictionary<string, StoreConfig> { [store.Key] = store });
}
