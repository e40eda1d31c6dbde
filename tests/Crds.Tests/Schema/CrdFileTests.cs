using System.Text;
using System.Text.Json.Nodes;
using LogOperator.Crds.Schema;

namespace LogOperator.Crds.Tests.Schema;

public sealed class CrdFileTests(ITestOutputHelper output)
{
    private static readonly string[] Folders = ["config/crd", "charts/log-operator/crds"];

    [Fact]
    public void Committed_definitions_are_what_the_types_say_and_no_others()
    {
        var files = CrdGenerator.Generate().ToDictionary(FileName, crd => "# Generated from src/Crds by `UPDATE_GOLDEN=1 make test`.\n" + YamlText.Write(crd));
        foreach (var folder in Folders.Select(f => Path.Combine(Golden.Repository, f)))
        {
            foreach (var (name, text) in files)
            {
                Golden.Verify(Path.Combine(folder, name), text);
            }

            var stale = Directory.EnumerateFiles(folder, "logoperator.io_*.yaml").Where(f => !files.ContainsKey(Path.GetFileName(f))).ToList();
            if (Golden.Update)
            {
                stale.ForEach(File.Delete);
            }
            else
            {
                Assert.Empty(stale);
            }
        }

        var kustomization = new JsonObject
        {
            ["apiVersion"] = "kustomize.config.k8s.io/v1beta1",
            ["kind"] = "Kustomization",
            ["resources"] = new JsonArray([.. files.Keys.Order(StringComparer.Ordinal).Select(f => (JsonNode)f)]),
        };
        Golden.Verify(Path.Combine(Golden.Repository, "config/crd/kustomization.yaml"), YamlText.Write(kustomization));
    }

    [Fact]
    public void Definitions_stay_within_the_size_budget()
    {
        var sizes = CrdGenerator.Generate().ToDictionary(FileName, crd => Encoding.UTF8.GetByteCount(crd.ToJsonString()));
        foreach (var (name, size) in sizes)
        {
            output.WriteLine($"{size,7} {name}");
        }

        output.WriteLine($"{sizes.Values.Sum(),7} in all");

        Assert.All(sizes, size => Assert.True(size.Value < 96_000, $"{size.Key} has {size.Value} bytes"));
        Assert.True(sizes.Values.Sum() < 200_000, $"all have {sizes.Values.Sum()} bytes");
    }

    private static string FileName(JsonObject crd) => $"logoperator.io_{crd["spec"]!["names"]!["plural"]}.yaml";
}
