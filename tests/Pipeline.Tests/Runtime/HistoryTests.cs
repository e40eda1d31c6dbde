using LogOperator.Pipeline.Tests.Runtime.Histories;
using LogOperator.TestKit;

namespace LogOperator.Pipeline.Tests.Runtime;

/// <summary>Random histories of a log and its readers, from a seed, against a list of the lines written.</summary>
[Trait("Category", "Integration")]
public sealed class HistoryTests
{
    private const int Histories = 300;

    [Fact]
    public void Every_line_of_any_history_reaches_every_store_and_none_twice_but_by_a_crash()
    {
        var wrong = new List<string>();
        var first = int.TryParse(Environment.GetEnvironmentVariable("LOG_OPERATOR_SEED"), out var chosen) ? chosen : 0;
        for (var seed = first; seed < first + (first == 0 ? Histories * Soak.Factor : 1); seed++)
        {
            using var history = new History(seed);
            try
            {
                history.Run(60);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}", e);
            }

            if (history.Problem is { } problem)
            {
                wrong.Add($"seed {seed} (LOG_OPERATOR_SEED={seed} runs it alone): {problem}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {Histories * Soak.Factor} histories went wrong: {string.Join("; ", wrong)}");
    }
}
