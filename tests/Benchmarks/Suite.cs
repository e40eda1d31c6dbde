using System.Globalization;
using System.Runtime.CompilerServices;
using LogOperator.Benchmarks.Contenders;
using LogOperator.Benchmarks.Measuring;
using LogOperator.Benchmarks.Reporting;
using LogOperator.Benchmarks.Stores;

namespace LogOperator.Benchmarks;

/// <summary>Runs the cases: the contenders of a case in turn, so that all of them meet the same moods of the machine.</summary>
/// <param name="programs">What is measured.</param>
/// <param name="cache">Directory that keeps the input files.</param>
/// <param name="size">Bytes of each input file.</param>
/// <param name="plan">How often each contender runs.</param>
/// <param name="progress">Where to say what is going on.</param>
internal sealed class Suite(Programs programs, string cache, long size, RunPlan plan, TextWriter progress)
{
    private readonly IReadOnlyList<IContender> contenders = Roster.Of(programs, Environment.GetEnvironmentVariable);

    // On one processor the last one, since the first one has most of the machine's interrupts and of this process.
    private readonly (string Name, string Processors)[] settings = Settings(Machine.Describe().Processors);

    /// <summary>Runs them.</summary>
    /// <param name="only">Names of the cases to run; all if empty.</param>
    /// <param name="stop">Gives up.</param>
    public async IAsyncEnumerable<CaseResult> RunAsync(string[] only, [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var work in BenchmarkCase.All(cache, size).Where(c => only.Length == 0 || only.Contains(c.Name)))
        {
            await using var broker = work.Work == Work.ProduceToKafka ? await KafkaBroker.TryStartAsync() : null;
            if (work.Work == Work.ProduceToKafka && broker is null)
            {
                await progress.WriteLineAsync($"          {work.Name}: left out, the part kafka is missing");
                continue;
            }

            yield return await RunAsync(work, broker, stop);
        }
    }

    private static (string, string)[] Settings(IReadOnlyList<int> processors) =>
        processors.Count < 2
            ? [("one core", Text(processors[0]))]
            : [("one core", Text(processors[^1])), ("two cores", $"{processors[^2]},{processors[^1]}")];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task<CaseResult> RunAsync(BenchmarkCase work, KafkaBroker? broker, CancellationToken stop)
    {
        var rows = settings
            .SelectMany(setting => contenders.Where(c => c.Does(work)).Select(contender =>
                (setting, contender, Row: new ResultRow(contender.Name, contender.About, setting.Name) { IsUntried = contender.IsUntried })))
            .ToList();

        // Once uncounted, which also brings the file into the page cache.
        foreach (var (_, contender, row) in rows.DistinctBy(r => r.contender).Reverse().Take(work.Input.Lines == 1 ? rows.Count : 1))
        {
            await TryMeasureAsync(contender, work, broker, settings[0].Processors, row, stop);
        }

        for (var run = 1; run <= plan.Runs; run++)
        {
            foreach (var (setting, contender, row) in rows)
            {
                var others = rows.Where(r => r.contender == contender).Select(r => r.Row).ToList();
                var longest = others.SelectMany(r => r.Runs).Select(r => r.Seconds).DefaultIfEmpty().Max();
                if (others.Any(r => r.Failure is not null) || !plan.IsDue(run, setting == settings[0], longest))
                {
                    continue;
                }

                if (await TryMeasureAsync(contender, work, broker, setting.Processors, row, stop) is { } measured)
                {
                    row.Runs.Add(measured);
                }

                var says = row.Failure ?? string.Create(CultureInfo.InvariantCulture, $"{row.Runs[^1].Seconds:F3} s, {row.Runs[^1].CpuSeconds:F3} CPU-s");
                await progress.WriteLineAsync($"          {work.Name} {run}/{plan.Runs}, {setting.Name}, {contender.Name}: {says}");
            }
        }

        return new CaseResult(work, [.. rows.Select(r => r.Row).Where(r => r.Runs.Count > 0 || r.Failure is not null)]);
    }

    private static async Task<Measurement?> TryMeasureAsync(
        IContender contender, BenchmarkCase work, KafkaBroker? broker, string processors, ResultRow row, CancellationToken stop)
    {
        try
        {
            return await MeasureAsync(contender, work, broker, processors, stop);
        }
        catch (Exception e) when (!contender.IsOurs && !stop.IsCancellationRequested)
        {
            // Whatever it is: of somebody else's program the table says that it failed, and the others are measured all the same.
            row.Failure = e is OperationCanceledException ? "did not get done in time" : e.Message.ReplaceLineEndings(" ").Trim();
            return null;
        }
    }

    private static async Task<Measurement> MeasureAsync(IContender contender, BenchmarkCase work, KafkaBroker? broker, string processors, CancellationToken stop)
    {
        var directory = Directory.CreateTempSubdirectory("log-operator-bench-");
        var topic = broker is null ? null : await broker.CreateTopicAsync();
        try
        {
            return await Stopclock.RunAsync(contender.Prepare(work, directory.FullName, topic), processors, directory.FullName, stop);
        }
        finally
        {
            directory.Delete(recursive: true);
            if (topic is not null)
            {
                await broker!.DeleteTopicAsync(topic);
            }
        }
    }
}
