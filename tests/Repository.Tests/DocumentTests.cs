using System.Text.RegularExpressions;
using LogOperator.TestKit;

namespace LogOperator.Repository.Tests;

/// <summary>What the documents say is there is there.</summary>
public partial class DocumentTests
{
    public static TheoryData<string> Documents => [.. Directory
        .EnumerateFiles(RepositoryRoot.Path, "*.md", SearchOption.AllDirectories)
        .Select(f => Path.GetRelativePath(RepositoryRoot.Path, f))
        .Where(f => !f.Split('/').Any(part => part is "bin" or "obj" or "artifacts"))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_path_of_the_repository_that_a_document_names_exists(string document)
    {
        var text = File.ReadAllText(Path.Combine(RepositoryRoot.Path, document));
        foreach (Match match in RepositoryPath().Matches(text))
        {
            var path = Path.Combine(RepositoryRoot.Path, match.Groups["path"].Value.TrimEnd('/', '.'));
            Assert.True(Path.Exists(path), $"{document} names {match.Value}, which does not exist");
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_relative_link_leads_somewhere(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(RepositoryRoot.Path, document))!;
        foreach (Match match in Link().Matches(File.ReadAllText(Path.Combine(RepositoryRoot.Path, document))))
        {
            var target = match.Groups["target"].Value.Split('#')[0];
            Assert.True(
                target.Length == 0 || target.Contains("://", StringComparison.Ordinal) || Path.Exists(Path.Combine(folder, target)),
                $"{document} links to {target}, which does not exist");
        }
    }

    [GeneratedRegex("`(?<path>(src|tests|config|charts|docs|hack)/[A-Za-z0-9_./-]+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex RepositoryPath();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();
}
