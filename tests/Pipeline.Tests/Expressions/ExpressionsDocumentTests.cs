using System.Text.RegularExpressions;
using LogOperator.Pipeline.Expressions;
using LogOperator.Pipeline.Processors;
using LogOperator.Pipeline.Records;
using LogOperator.TestKit;

namespace LogOperator.Pipeline.Tests.Expressions;

/// <summary>docs/expressions.md says what the code does.</summary>
public sealed partial class ExpressionsDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "expressions.md"));

    [Fact]
    public void Every_example_compiles()
    {
        var examples = Block().Match(Document).Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Concat(Quoted().Matches(Document).Select(match => match.Groups[1].Value)).ToList();
        Assert.InRange(examples.Count, 10, 100);
        foreach (var example in examples)
        {
            Assert.True(Expression.TryCompile(example, out _, out var error), $"{example}: {error}");
        }
    }

    [Fact]
    public void Every_level_of_the_table_has_its_severity()
    {
        var rows = Level().Matches(Document);
        Assert.Equal(9, rows.Count);
        foreach (Match row in rows)
        {
            var words = Word().Matches(row.Groups[1].Value).Select(word => word.Groups[1].Value).Concat(Number().Matches(row.Groups[1].Value).Select(number => number.Value));
            foreach (var word in words)
            {
                var expected = byte.Parse(row.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture);
                Assert.Equal(expected, LevelText.Read(Value.Text(System.Text.Encoding.UTF8.GetBytes(word))));
                Assert.Equal(expected, LevelText.Read(Value.Text(System.Text.Encoding.UTF8.GetBytes(word.ToUpperInvariant()))));
            }
        }
    }

    [GeneratedRegex("```cel\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("(?:when|if): '([^']+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^\| (.*) \| (\d+) [A-Z]+ \|$", RegexOptions.Multiline)]
    private static partial Regex Level();

    [GeneratedRegex("`(\\w+)`")]
    private static partial Regex Word();

    [GeneratedRegex("\\d+")]
    private static partial Regex Number();
}
