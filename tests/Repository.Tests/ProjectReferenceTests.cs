using System.Xml.Linq;
using LogOperator.TestKit;

namespace LogOperator.Repository.Tests;

/// <summary>Who may know whom: the table of docs/ARCHITECTURE.md.</summary>
public class ProjectReferenceTests
{
    [Theory]
    [InlineData("Pipeline")]
    [InlineData("Kubernetes")]
    [InlineData("Crds", "Kubernetes", "Pipeline")]
    [InlineData("Agent", "Kubernetes", "Pipeline")]
    [InlineData("Operator", "Crds")]
    [InlineData("Cli", "Crds", "Pipeline")]
    public void A_project_references_only_what_the_architecture_allows(string project, params string[] allowed)
    {
        var file = Path.Combine(RepositoryRoot.Path, "src", project, $"{project}.csproj");
        var referenced = XDocument.Load(file).Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')))
            .Order(StringComparer.Ordinal);
        Assert.Equal(allowed, referenced);
    }

    [Fact]
    public void Every_project_stands_in_the_table_above()
    {
        var projects = Directory.GetDirectories(Path.Combine(RepositoryRoot.Path, "src")).Select(Path.GetFileName).Order(StringComparer.Ordinal);
        Assert.Equal(["Agent", "Cli", "Crds", "Kubernetes", "Operator", "Pipeline"], projects);
    }

    [Fact]
    public void The_solution_holds_every_project()
    {
        var solution = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "LogOperator.sln"));
        var projects = Directory.EnumerateFiles(RepositoryRoot.Path, "*.csproj", SearchOption.AllDirectories).Select(Path.GetFileName);
        Assert.All(projects, project => Assert.Contains(project!, solution, StringComparison.Ordinal));
    }
}
