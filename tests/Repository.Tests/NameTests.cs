using System.Text.RegularExpressions;
using LogOperator.Pipeline.Expressions;
using LogOperator.TestKit;

namespace LogOperator.Repository.Tests;

/// <summary>Expressions, metrics and commands that documents name are there.</summary>
public partial class NameTests
{
    public static TheoryData<string> Expressions => [.. RepositoryFiles.Of("*.md")
        .SelectMany(document => ExpressionBlock().Matches(File.ReadAllText(RepositoryRoot.File(document))))
        .SelectMany(block => block.Groups["lines"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))];

    [Theory]
    [MemberData(nameof(Expressions))]
    public void An_expression_in_a_document_compiles(string expression) => Assert.True(Expression.TryCompile(expression, out _, out var error), error?.ToString());

    [Fact]
    public void A_metric_that_a_document_names_stands_in_the_reference()
    {
        var reference = File.ReadAllText(RepositoryRoot.File("docs", "metrics.md"));
        AssertAll(Metric(), name => Assert.Contains($"| `{name}` |", reference, StringComparison.Ordinal));
    }

    [Fact]
    public void A_target_that_a_document_names_is_in_the_Makefile()
    {
        var makefile = File.ReadAllText(RepositoryRoot.File("Makefile"));
        AssertAll(Target(), name => Assert.Contains($"\n{name}:", makefile, StringComparison.Ordinal));
    }

    private static void AssertAll(Regex named, Action<string> check) => Assert.All(
        RepositoryFiles.Of("*.md").SelectMany(document => named.Matches(File.ReadAllText(RepositoryRoot.File(document)))).Select(m => m.Groups["name"].Value).Distinct(),
        check);

    [GeneratedRegex("^```cel\n(?<lines>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex ExpressionBlock();

    [GeneratedRegex("`(?<name>logagent_[a-z_]+[a-z])`", RegexOptions.ExplicitCapture)]
    private static partial Regex Metric();

    [GeneratedRegex("(`|^)([A-Z_]+=[^ ]+ )*make (?<name>[a-z-]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Target();
}
