using System.Text.RegularExpressions;
using LogOperator.TestKit;

namespace LogOperator.Repository.Tests;

/// <summary>The form of the decision records.</summary>
public partial class DecisionTests
{
    public static TheoryData<string> Records => [.. Directory.GetFiles(RepositoryRoot.File("docs", "adr")).Select(f => Path.GetFileName(f))];

    [Theory]
    [MemberData(nameof(Records))]
    public void A_record_has_its_number_in_its_title_and_the_four_parts(string file)
    {
        var name = FileName().Match(file);
        Assert.True(name.Success, $"docs/adr/{file}: must be named NNNN-some-words.md");
        var lines = File.ReadAllLines(RepositoryRoot.File("docs", "adr", file));
        Assert.StartsWith($"# {int.Parse(name.Groups["number"].Value, null)}. ", lines[0], StringComparison.Ordinal);
        Assert.Equal(["## Context", "## Decision", "## Consequences", "## Rejected"], lines.Where(l => l.StartsWith("## ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Numbers_are_given_once_and_without_gaps()
    {
        var numbers = Records.Select(row => int.Parse(FileName().Match(row.Data).Groups["number"].Value, null)).Order().ToList();
        Assert.Equal(Enumerable.Range(1, numbers.Count), numbers);
    }

    [GeneratedRegex(@"^(?<number>[0-9]{4})-[a-z0-9]+(-[a-z0-9]+)*\.md$", RegexOptions.ExplicitCapture)]
    private static partial Regex FileName();
}
