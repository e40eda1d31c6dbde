using System.Text.RegularExpressions;
using System.Xml.Linq;
using LogOperator.TestKit;

namespace LogOperator.Repository.Tests;

/// <summary>What the projects take from elsewhere.</summary>
public partial class DependencyTests
{
    public static TheoryData<string> Packages => [.. RepositoryFiles.Of("*.csproj")
        .Where(file => file.StartsWith("src/", StringComparison.Ordinal))
        .Append("Directory.Build.props")
        .SelectMany(file => XDocument.Load(RepositoryRoot.File(file)).Descendants("PackageReference"))
        .Select(reference => reference.Attribute("Include")!.Value)
        .Distinct()];

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_stands_in_the_record_of_dependencies(string package) =>
        Assert.Contains($"| {package} |", File.ReadAllText(RepositoryRoot.File("docs", "adr", "0004-dependencies.md")), StringComparison.Ordinal);

    [Fact]
    public void Custom_resources_take_from_the_API_client_only_what_objects_are()
    {
        Assert.All(RepositoryFiles.Of("*.cs").Where(file => file.StartsWith("src/Crds/", StringComparison.Ordinal)), file =>
        {
            var text = File.ReadAllText(RepositoryRoot.File(file));
            Assert.All(
                KubernetesNamespace().Matches(text).Select(m => m.Groups["namespace"].Value),
                name => Assert.Contains(name, new[] { "LogOperator.Kubernetes", "LogOperator.Kubernetes.Objects" }));
            Assert.DoesNotContain("KubeClient", text, StringComparison.Ordinal);
        });
    }

    [GeneratedRegex(@"using (?<namespace>LogOperator\.Kubernetes[\w.]*);", RegexOptions.ExplicitCapture)]
    private static partial Regex KubernetesNamespace();
}
