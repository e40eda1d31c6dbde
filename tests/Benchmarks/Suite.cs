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
/// <param name="runs">Counted runs of each contender in each setting.</param>
/// <param name="progress">Where to say what is going on.</param>
internal sealed class Suite(Programs programs, string cache, long size, int runs, TextWriter progress)
{
    private readonly IContender[] contenders =
    [
        new Logctl(programs.Logctl, programs.Packaging),
        new Logctl(programs.Logctl, programs.Packaging, VectorWidth.Bits256),
        new Logctl(programs.Logctl, programs.Packaging, VectorWidth.Bits128),
        .. programs.Otelcol is null ? [] : (IContender[])[new OtelCollector(programs.Otelcol, programs.OtelcolVersion)],
        .. programs.Rsyslogd is null ? [] : (IContender[])[new Rsyslog(programs.Rsyslogd), new RsyslogKafka(programs.Rsyslogd)],
        .. programs.SyslogNg is null ? [] : (IContender[])[new SyslogNg(programs.SyslogNg)],
        new WordCount(),
    ];

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
            .SelectMany(setting => contenders.Where(c => c.Does(work)).Select(contender => (setting, contender, Row: new ResultRow(contender.Name, contender.About, setting.Name))))
            .ToList();

        // Once uncounted, which also brings the file into the page cache.
        foreach (var (_, contender, _) in rows.DistinctBy(r => r.contender).Reverse().Take(work.Input.Lines == 1 ? rows.Count : 1))
        {
            await MeasureAsync(contender, work, broker, settings[0].Processors, stop);
        }

        for (var run = 1; run <= runs; run++)
        {
            foreach (var (setting, contender, row) in rows)
            {
                var measured = await MeasureAsync(contender, work, broker, setting.Processors, stop);
                row.Runs.Add(measured);
                await progress.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"          {work.Name} {run}/{runs}, {setting.Name}, {contender.Name}: {measured.Seconds:F3} s, {measured.CpuSeconds:F3} CPU-s"));
            }
        }

        return new CaseResult(work, [.. rows.Select(r => r.Row)]);
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
