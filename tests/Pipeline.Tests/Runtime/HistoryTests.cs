using LogOperator.Pipeline.Tests.Runtime.Histories;
using LogOperator.TestKit;

namespace LogOperator.Pipeline.Tests.Runtime;

/// <summary>Random histories of a log and its readers, from a seed, against a list of the lines written.</summary>
[Trait("Category", "Integration")]
[Trait("SecondRun", "Never")]
public sealed class HistoryTests
{
    [Fact]
    public void Every_line_of_any_history_reaches_every_store_and_none_twice_but_by_a_crash() => Run(300, HistoryForm.Lines);

    [Fact]
    public void Every_line_of_any_trace_reaches_every_store_in_one_record_unless_something_cuts_it() => Run(75, HistoryForm.Traces);

    [Fact]
    public void Every_line_of_any_container_reaches_every_store_with_all_its_parts() => Run(75, HistoryForm.Container);

    [Fact]
    public void Every_trace_of_any_container_reaches_every_store() => Run(75, HistoryForm.ContainerTraces);

    [Theory]
    [InlineData(nameof(HistoryForm.Lines), 5029)]
    [InlineData(nameof(HistoryForm.ContainerTraces), 72)]
    [InlineData(nameof(HistoryForm.ContainerTraces), 1040)]
    [InlineData(nameof(HistoryForm.ContainerTraces), 1314)]
    [InlineData(nameof(HistoryForm.ContainerTraces), 1357)]
    public void What_went_wrong_once_does_so_no_more(string form, int seed)
    {
        using var history = new History(seed, form switch
        {
            nameof(HistoryForm.Lines) => HistoryForm.Lines,
            nameof(HistoryForm.Traces) => HistoryForm.Traces,
            nameof(HistoryForm.Container) => HistoryForm.Container,
            _ => HistoryForm.ContainerTraces,
        });
        history.Run(60);
        Assert.Null(history.Problem);
    }

    private static void Run(int count, Func<Random, HistoryForm> draw)
    {
        var wrong = new List<string>();
        var first = int.TryParse(Environment.GetEnvironmentVariable("LOG_OPERATOR_SEED"), out var chosen) ? chosen : 0;
        count = first == 0 ? count * Soak.Factor : 1;
        for (var seed = first; seed < first + count; seed++)
        {
            using var history = new History(seed, draw);
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

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {count} histories went wrong: {string.Join("; ", wrong)}");
    }
}
