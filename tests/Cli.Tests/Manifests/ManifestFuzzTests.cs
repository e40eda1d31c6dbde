using LogOperator.Cli.Manifests;
using LogOperator.TestKit;
using LogOperator.TestKit.Fuzzing;

namespace LogOperator.Cli.Tests.Manifests;

/// <summary>Manifests that nobody would write.</summary>
[Trait("Category", "Integration")]
public sealed class ManifestFuzzTests
{
    private static readonly string[] Samples =
    [
        .. Directory.GetFiles(RepositoryRoot.File("tests", "Cli.Tests", "Validation", "Cases"), "*.yaml", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Take(20).Select(File.ReadAllText),
    ];

    [Fact]
    public void A_manifest_is_documents_or_problems_with_their_places() =>
        new Fuzz(Samples) { Words = ["&a ", "*a", "---\n", "{", "[", "? ", "!!str ", "<<: ", "|\n", "\t", "%YAML"], Allocations = (256 << 20, 2000) }.Run(bytes =>
        {
            var file = ManifestFile.Read("f.yaml", bytes);
            Assert.All(file.Problems, p => Assert.NotEmpty(p.Message));
            Assert.All(file.Problems, p => Assert.True(p.Position.Line >= 0));
        });

    [Fact]
    public void Validation_ends_with_a_verdict()
    {
        using var folder = new TempDirectory();
        var path = folder.File("f.yaml");
        new Fuzz(Samples) { Words = ["null", "[]", "{}", "- ", "spec:", "\"\"", "-1"], Allocations = (512 << 20, 4000) }.Run(bytes =>
        {
            File.WriteAllBytes(path, bytes);
            var run = LogctlRun.InvokeAsync("validate", "-f", path).GetAwaiter().GetResult();
            Assert.InRange(run.Code, 0, 2);
            Assert.DoesNotContain("   at LogOperator", run.Error + run.Output, StringComparison.Ordinal);
            Assert.True(run.Code == 0 || (run.Error + run.Output).Length > 0);
        });
    }
}
