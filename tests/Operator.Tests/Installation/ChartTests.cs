using System.Text.Json.Nodes;

namespace LogOperator.Operator.Tests.Installation;

public sealed class ChartTests
{
    // Helm leaves making the release's namespace to whoever installs.
    private const string ReleaseNamespace = "Namespace /log-operator";

    [Fact]
    public async Task The_chart_and_the_manifests_hold_the_same_objects_with_the_same_content()
    {
        var manifests = await Rendered.KustomizeAsync();
        var chart = await Rendered.HelmAsync("--namespace=log-operator");

        Assert.Equal(manifests.Keys.Where(k => k != ReleaseNamespace).Order(StringComparer.Ordinal), chart.Keys.Order(StringComparer.Ordinal));
        foreach (var (key, obj) in chart)
        {
            foreach (var member in new[] { "spec", "rules", "roleRef", "subjects" })
            {
                Assert.True(JsonNode.DeepEquals(manifests[key][member], obj[member]), $"{key}: {member} differs:\n{manifests[key][member]}\n{obj[member]}");
            }
        }
    }

    [Fact]
    public async Task Everything_says_what_it_is_part_of()
    {
        foreach (var (key, obj) in (await Rendered.KustomizeAsync()).Concat(await Rendered.HelmAsync("--namespace=log-operator")))
        {
            Assert.True((string?)obj.At("metadata", "labels", "app.kubernetes.io/part-of") == "log-operator", $"{key} lacks the label");
        }
    }

    [Fact]
    public async Task No_manifest_is_a_custom_resource() =>
        Assert.DoesNotContain((await Rendered.KustomizeAsync()).Values, o => ((string?)o["apiVersion"])!.StartsWith("logoperator.io/", StringComparison.Ordinal));

    [Fact]
    public async Task The_chart_installs_into_other_namespaces_as_well()
    {
        var chart = await Rendered.HelmAsync("--namespace=observability", "--set=agent.namespace=agents");

        Assert.Contains("Namespace /agents", chart.Keys);
        Assert.Contains("Role observability/log-operator", chart.Keys);
        Assert.DoesNotContain(chart, o => o.Value.ToJsonString().Contains("log-operator-agents", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_chart_gives_the_operator_the_variables_of_its_values()
    {
        var chart = await Rendered.HelmAsync("--namespace=log-operator", "--set=env[0].name=TENANT_REFUSED_NETWORKS", "--set=env[0].value=10.0.0.0/8");

        var container = chart["Deployment log-operator/log-operator"].At("spec", "template", "spec", "containers")!.AsArray()[0]!;
        var last = container["env"]!.AsArray()[^1]!;
        Assert.Equal(("TENANT_REFUSED_NETWORKS", "10.0.0.0/8"), ((string?)last["name"], (string?)last["value"]));
    }

    [Fact]
    public async Task The_operator_reads_secrets_one_by_one_and_patches_no_object_but_stores_for_their_finalizer()
    {
        var rules = (JsonArray)(await Rendered.KustomizeAsync())["ClusterRole /log-operator"]["rules"]!;

        foreach (var rule in rules.Cast<JsonObject>())
        {
            var resources = Texts(rule, "resources");
            var verbs = Texts(rule, "verbs");
            Assert.DoesNotContain("*", resources.Concat(verbs));
            if (resources.Contains("secrets"))
            {
                Assert.Equal(["get"], verbs);
            }

            if (Texts(rule, "apiGroups").Contains("logoperator.io"))
            {
                // RBAC knows no finer right for a finalizer: it is a member of the object itself.
                var patched = resources.TrueForAll(r => r.EndsWith("/status", StringComparison.Ordinal)) || resources is ["logstores", "clusterlogstores"];
                Assert.True(patched ? verbs is ["patch"] : verbs.TrueForAll(v => v is "get" or "list" or "watch"));
            }
        }
    }

    private static List<string> Texts(JsonObject rule, string member) => [.. ((JsonArray)rule[member]!).Select(n => (string)n!)];
}
