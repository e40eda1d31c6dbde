using System.Globalization;
using System.Text;
using LogOperator.Benchmarks.Contenders;
using LogOperator.Benchmarks.Reporting;

namespace LogOperator.Benchmarks.Load;

/// <summary>The results under load as a page of Markdown.</summary>
internal static class LoadReport
{
    public static string Of(IReadOnlyList<LoadMeasurement> results, IEnumerable<(string Name, string About)> contenders, Machine machine, DateTimeOffset now)
    {
        var text = new StringBuilder();
        Line(text, $"# Results under load");
        Line(text, $"");
        Line(text, $"Written by `make bench`; how it measures, and what to make of it: [README.md](README.md).");
        Line(text, $"");
        Line(text, $"- {now:yyyy-MM-dd}; {machine.Processor}, {machine.Processors.Count} cores, {machine.MemoryGiB:F0} GiB, {machine.Kernel}");
        foreach (var (name, about) in contenders)
        {
            Line(text, $"- {name}: {about}");
        }

        foreach (var rows in results.GroupBy(r => r.Case))
        {
            Append(text, rows.Key, [.. rows]);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, LoadCase load, IReadOnlyList<LoadMeasurement> rows)
    {
        Line(text, $"");
        Line(text, $"## {load.Title}");
        Line(text, $"");
        Line(text, $"Case `{load.Name}`: {rows[0].Seconds:F0} s, {rows[0].Rotations} rotations.");
        Line(text, $"");
        Line(text, $"| contender | % of a core, 2nd half | CPU-s | MiB at the end | peak MiB | records | delay: median, 99 % , most | caught up after |");
        Line(text, $"| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var row in rows)
        {
            var records = row.Handled == row.Expected ? string.Create(CultureInfo.InvariantCulture, $"all {row.Expected:N0}") : string.Create(CultureInfo.InvariantCulture, $"{row.Handled:N0} OF {row.Expected:N0}");
            var delay = row.Delays.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{row.Delay(50).TotalSeconds:F2} s, {row.Delay(99).TotalSeconds:F2} s, {row.Delays[^1].TotalSeconds:F2} s");
            Line(
                text,
                $"| {row.Contender} | {row.SteadyPercent:F1} | {row.CpuSeconds:F1} | {row.EndMiB} | {row.PeakMiB} | {records} | {delay} | {(row.Delays.Count == 0 ? "" : row.CaughtUp.TotalSeconds.ToString("F2", CultureInfo.InvariantCulture) + " s")} |");
        }

        Line(text, $"");
        var ours = rows[0];
        Target(text, load.MostPercent, ours.SteadyPercent, most => $"at most {most:G3} % of a core");
        Target(text, load.MostMiB, ours.EndMiB, most => $"at most {most} MiB at the end");
        Target(text, load.MostDelay?.TotalSeconds, ours.Delays.Count == 0 ? double.NaN : ours.Delay(99).TotalSeconds, most => $"99 % within {most:G3} s");
        if (load.OfCollector is { } part && rows.FirstOrDefault(r => r.Contender == OtelCollector.Title) is { } collector)
        {
            Target(text, part, ours.SteadyPercent / collector.SteadyPercent, most => $"at most {most:G3} × the processor time of the {OtelCollector.Title}");
        }
    }

    private static void Target(StringBuilder text, double? most, double measured, Func<double, FormattableString> says)
    {
        if (most is { } target)
        {
            var verdict = measured <= target ? "reached" : string.Create(CultureInfo.InvariantCulture, $"missed by a factor of {measured / target:F2}");
            Line(text, $"- Target: {says(target).ToString(CultureInfo.InvariantCulture)}; measured {measured:G3}: {verdict}.");
        }
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
