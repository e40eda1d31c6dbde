using System.Text.RegularExpressions;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Processors;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sources;
using LogOperator.TestKit;

namespace LogOperator.Repository.Tests.Reference;

/// <summary>
/// The tables of members in the manual come from the doc comments: what stands between <c>members of X</c> and <c>end</c>.
/// <c>UPDATE_GOLDEN=1</c> writes them.
/// </summary>
public partial class ManualTests
{
    public static TheoryData<string> Pages => ["docs/agents.md", "docs/pipelines.md", "docs/sources.md", "docs/stores.md"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Members_stand_in_the_manual_as_the_code_says(string page)
    {
        var path = RepositoryRoot.File(page.Split('/'));
        var text = File.ReadAllText(path);
        var expected = Table().Replace(text, match => string.Join(
            '\n',
            [$"<!-- members of {match.Groups["type"].Value} -->", "", .. MemberTable.Of(SpecNamed(match.Groups["type"].Value)), "", "<!-- end -->"]));
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, expected);
            return;
        }

        Assert.Equal(expected, text);
    }

    [Theory]
    [InlineData("docs/sources.md", typeof(SourceSpec), "## ")]
    [InlineData("docs/pipelines.md", typeof(StageSpec), "### ")]
    [InlineData("docs/stores.md", typeof(SinkSpec), "## ")]
    public void Every_kind_has_a_chapter_with_its_members(string page, Type union, string heading)
    {
        var text = File.ReadAllText(RepositoryRoot.File(page.Split('/')));
        Assert.Contains($"<!-- members of {union.Name} -->", text, StringComparison.Ordinal);
        Assert.All(MemberTable.KindsOf(union), kind =>
        {
            Assert.Contains($"\n{heading}{kind.Name}\n", text, StringComparison.Ordinal);
            Assert.Contains($"<!-- members of {kind.Spec.Name} -->", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_readme_names_every_kind()
    {
        var readme = File.ReadAllText(RepositoryRoot.File("README.md"));
        Assert.All(
            new[] { typeof(SourceSpec), typeof(StageSpec), typeof(SinkSpec) }.SelectMany(MemberTable.KindsOf),
            kind => Assert.Contains($"`{kind.Name}`", readme, StringComparison.Ordinal));
    }

    private static Type SpecNamed(string name) => new[] { typeof(AgentConfig).Assembly, typeof(LogPipeline).Assembly }
        .SelectMany(a => a.GetExportedTypes())
        .Single(t => t.Name == name);

    [GeneratedRegex("<!-- members of (?<type>[A-Za-z]+) -->.*?<!-- end -->", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Table();
}
