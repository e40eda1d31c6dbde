using System.Text.RegularExpressions;
using LogOperator.TestKit;

namespace LogOperator.Repository.Tests;

/// <summary>What the documents say is there is there.</summary>
public partial class DocumentTests
{
    public static TheoryData<string> Documents => [.. RepositoryFiles.Of("*.md")];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_path_of_the_repository_that_a_document_names_exists(string document)
    {
        var text = File.ReadAllText(RepositoryRoot.File(document));
        foreach (Match match in RepositoryPath().Matches(text))
        {
            var path = RepositoryRoot.File(match.Groups["path"].Value.TrimEnd('/', '.'));
            Assert.True(Path.Exists(path), $"{document} names {match.Value}, which does not exist");
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_relative_link_leads_somewhere(string document)
    {
        var folder = Path.GetDirectoryName(RepositoryRoot.File(document))!;
        foreach (Match match in Link().Matches(File.ReadAllText(RepositoryRoot.File(document))))
        {
            var parts = match.Groups["target"].Value.Split('#');
            if (parts[0].Contains("://", StringComparison.Ordinal))
            {
                continue;
            }

            var target = parts[0].Length == 0 ? RepositoryRoot.File(document) : Path.Combine(folder, parts[0]);
            Assert.True(Path.Exists(target), $"{document} links to {parts[0]}, which does not exist");
            Assert.True(
                parts.Length == 1 || Anchors(target).Contains(parts[1]),
                $"{document} links to {match.Groups["target"].Value}, but {parts[0]} has no such heading");
        }
    }

    [Fact]
    public void Every_class_that_the_architecture_names_exists()
    {
        var names = RepositoryFiles.Of("*.cs").Select(f => Path.GetFileNameWithoutExtension(f)).ToHashSet(StringComparer.Ordinal);
        var architecture = File.ReadAllText(RepositoryRoot.File("docs", "ARCHITECTURE.md"));
        Assert.All(
            ClassName().Matches(architecture).Select(m => m.Groups["name"].Value).Distinct(),
            name => Assert.True(names.Contains(name), $"docs/ARCHITECTURE.md names {name}, but there is no file {name}.cs"));
    }

    private static HashSet<string> Anchors(string file) =>
        [.. Heading().Matches(File.ReadAllText(file)).Select(m => NoAnchor().Replace(m.Groups["text"].Value.ToLowerInvariant(), "").Replace(' ', '-'))];

    [GeneratedRegex("`(?<path>(src|tests|config|charts|docs|hack)/[A-Za-z0-9_./-]+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex RepositoryPath();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    // `ILogFile`, `AckTracker` or the first half of `FollowedFile.Read`; one-word names such as `Branch` are no different.
    [GeneratedRegex("`(?<name>[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(\\.[A-Z][A-Za-z]*)?`", RegexOptions.ExplicitCapture)]
    private static partial Regex ClassName();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();
}
