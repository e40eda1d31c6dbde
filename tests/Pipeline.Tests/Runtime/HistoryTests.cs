using System.Globalization;
using LogOperator.Pipeline.Tests.Runtime.Histories;
using LogOperator.TestKit;

namespace LogOperator.Pipeline.Tests.Runtime;

/// <summary>
/// Random histories of a log and its readers, from a seed, against a list of the lines written. <c>LOG_OPERATOR_SEED=7</c> runs one,
/// <c>LOG_OPERATOR_SEED=1000-1999</c> a thousand of each form.
/// </summary>
[Trait("Category", "Integration")]
[Trait("SecondRun", "Never")]
public sealed class HistoryTests
{
    [Fact]
    public void Every_line_of_any_history_reaches_every_store_and_none_twice_but_by_a_crash() => Run(225, HistoryForm.Lines);

    [Fact]
    public void Every_line_of_any_trace_reaches_every_store_in_one_record_unless_something_cuts_it() => Run(75, HistoryForm.Traces);

    [Fact]
    public void Every_line_of_any_container_reaches_every_store_with_all_its_parts() => Run(75, HistoryForm.Container);

    [Fact]
    public void Every_trace_of_any_container_reaches_every_store() => Run(75, HistoryForm.ContainerTraces);

    [Fact]
    public void Every_trace_of_any_language_reaches_every_store() => Run(90, HistoryForm.Languages);

    [Theory]
    [InlineData(nameof(HistoryForm.Lines), 5029)]
    [InlineData(nameof(HistoryForm.ContainerTraces), 72)]
    [InlineData(nameof(HistoryForm.ContainerTraces), 1040)]
    [InlineData(nameof(HistoryForm.ContainerTraces), 1314)]
    [InlineData(nameof(HistoryForm.ContainerTraces), 1357)]
    [InlineData(nameof(HistoryForm.Container), 935)]
    [InlineData(nameof(HistoryForm.Languages), 56)]
    [InlineData(nameof(HistoryForm.Languages), 2553)]
    [InlineData(nameof(HistoryForm.Traces), 2343)]
    public void What_went_wrong_once_does_so_no_more(string form, int seed)
    {
        Func<Random, HistoryForm> draw = form switch
        {
            nameof(HistoryForm.Lines) => HistoryForm.Lines,
            nameof(HistoryForm.Container) => HistoryForm.Container,
            nameof(HistoryForm.Languages) => HistoryForm.Languages,
            nameof(HistoryForm.Traces) => HistoryForm.Traces,
            _ => HistoryForm.ContainerTraces,
        };
        using var history = new History(seed, draw, isFull: false);
        history.Run(60);
        Assert.Null(history.Problem);
    }

    private static void Run(int count, Func<Random, HistoryForm> draw)
    {
        var wrong = new List<string>();
        var chosen = Environment.GetEnvironmentVariable("LOG_OPERATOR_SEED")?.Split('-').Select(s => int.Parse(s, CultureInfo.InvariantCulture)).ToArray();
        var first = chosen?[0] ?? 0;
        count = chosen is null ? count * Soak.Factor : chosen[^1] - first + 1;
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
