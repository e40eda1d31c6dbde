using System.Text.RegularExpressions;
using LogOperator.TestKit;

namespace LogOperator.Repository.Tests;

/// <summary>The tests that docs/peers.md names are there and run.</summary>
public partial class PeersTests
{
    private static readonly string Document = File.ReadAllText(RepositoryRoot.File("docs", "peers.md"));

    [Fact]
    public void Every_test_that_proves_a_case_exists()
    {
        var files = RepositoryFiles.Of("*.cs").Where(f => f.StartsWith("tests/", StringComparison.Ordinal))
            .ToLookup(f => Path.GetFileNameWithoutExtension(f), f => File.ReadAllText(RepositoryRoot.File(f)));
        var named = Test().Matches(Document);
        Assert.True(named.Count > 40, $"expected the table's tests, found {named.Count}");
        Assert.All(
            named,
            test =>
            {
                var (name, method) = (test.Groups["class"].Value, test.Groups["method"].Value);
                var attributed = new Regex($@"\[(Fact|Theory)[^\n]*\n(\s*\[[^\n]*\n)*\s*public (async Task|Task|void) {method}\(", RegexOptions.ExplicitCapture);
                Assert.True(files[name].Any(text => attributed.IsMatch(text)), $"docs/peers.md names {name}.{method}, which is no test");
            });
    }

    [Fact]
    public void Every_case_has_a_test() =>
        Assert.All(Document.Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Skip(2), row => Assert.Matches(Test(), row));

    [GeneratedRegex("`(?<class>[A-Za-z]+Tests)\\.(?<method>[A-Za-z0-9_]+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex Test();
}
