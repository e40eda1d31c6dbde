using System.Text.RegularExpressions;
using System.Xml.Linq;
using LogOperator.TestKit;

namespace LogOperator.Repository.Tests;

/// <summary>Who may know whom: the table "Projects" of docs/ARCHITECTURE.md.</summary>
public partial class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> Table = Row()
        .Matches(File.ReadAllText(RepositoryRoot.File("docs", "ARCHITECTURE.md")))
        .ToDictionary(
            row => row.Groups["project"].Value,
            row => row.Groups["references"].Value.Split(',', StringSplitOptions.TrimEntries).Where(name => name != "nothing of ours").Order(StringComparer.Ordinal).ToArray());

    public static TheoryData<string> Projects => [.. Directory.GetDirectories(RepositoryRoot.File("src")).Select(d => Path.GetFileName(d))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_what_the_architecture_says(string project)
    {
        Assert.True(Table.TryGetValue(project, out var expected), $"docs/ARCHITECTURE.md has no row for {project} in its table of projects");
        var referenced = XDocument.Load(RepositoryRoot.File("src", project, $"{project}.csproj")).Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')))
            .Order(StringComparer.Ordinal);
        Assert.Equal(expected, referenced);
    }

    [Fact]
    public void The_table_has_no_project_that_is_not_there() =>
        Assert.All(Table.Keys, project => Assert.True(Directory.Exists(RepositoryRoot.File("src", project)), $"there is no src/{project}"));

    [Fact]
    public void The_solution_holds_every_project()
    {
        var solution = File.ReadAllText(RepositoryRoot.File("LogOperator.sln"));
        Assert.All(RepositoryFiles.Of("*.csproj"), project => Assert.Contains(Path.GetFileName(project), solution, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\| `src/(?<project>\w+)` \| (?<references>[^|]+) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}
