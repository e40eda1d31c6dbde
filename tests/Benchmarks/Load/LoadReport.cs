using System.Globalization;
using System.Text;
using LogOperator.Benchmarks.Reporting;

namespace LogOperator.Benchmarks.Load;

/// <summary>The results under load as a page of Markdown.</summary>
internal static class LoadReport
{
    /// <summary>The page.</summary>
    /// <param name="results">What was measured.</param>
    /// <param name="contenders">Name and version of each contender.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="now">The time of day.</param>
    public static string Of(IReadOnlyList<LoadMeasurement> results, IEnumerable<(string Name, string About)> contenders, Machine machine, DateTimeOffset now)
    {
        var text = new StringBuilder();
        Line(text, $"# Results under load");
        Line(text, $"");
        Line(text, $"Written by `make bench`; how it measures, and what to make of it: [README.md](README.md).");
        Line(text, $"");
        Line(text, $"- {now:yyyy-MM-dd}; {machine.Processor}, {machine.Processors.Count} cores, {machine.MemoryGiB:F0} GiB, {machine.Kernel}");
        foreach (var (name, about) in contenders.Where(c => results.Any(r => r.Contender == c.Name)))
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
        Line(text, $"Case `{load.Name}`: {rows[0].Seconds:F0} s, {rows[0].Expected / load.Readers:N0} lines, {rows[0].Rotations:N0} rotations.");
        Line(text, $"");
        Line(text, $"| contender | % of a core, 2nd half | CPU-s | MiB at the end | peak MiB | records | delay: median, 99 % , most | caught up after |");
        Line(text, $"| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var row in rows)
        {
            Line(text, $"{Cells(row)}");
        }

        if (rows.FirstOrDefault(r => r.IsOurs) is not { } ours)
        {
            return;
        }

        Line(text, $"");
        if (load.MostDelay is not null)
        {
            var lost = ours.Complete ? "reached" : string.Create(CultureInfo.InvariantCulture, $"missed, {ours.Handled:N0} of {ours.Expected:N0}");
            Line(text, $"- Target: nothing lost; {lost}.");
        }

        Target(text, load.MostPercent, ours.SteadyPercent, most => $"at most {most:G3} % of a core");
        Target(text, load.MostMiB, ours.EndMiB, most => $"at most {most:N0} MiB at the end");
        Target(text, load.MostDelay?.TotalSeconds, ours.Delays.Count == 0 ? double.PositiveInfinity : ours.Delay(99).TotalSeconds, most => $"99 % within {most:G3} s");
        foreach (var target in load.Targets)
        {
            if (rows.FirstOrDefault(r => r.Contender == target.Contender && r.Failure is null) is { } other)
            {
                Target(text, target.Factor, ours.SteadyPercent / other.SteadyPercent, most => $"at most {most:G3} × the processor time of {other.Contender}, 2nd half");
            }
            else
            {
                Line(text, $"- Target: at most {target.Factor:G3} × the processor time of {target.Contender}: not measured, it has no result here.");
            }
        }
    }

    private static string Cells(LoadMeasurement row)
    {
        if (row.Failure is not null)
        {
            return $"| {row.Contender} | | | | | FAILED: {row.Failure.Replace('|', '/')} | | |";
        }

        FormattableString records = row.Complete ? (FormattableString)$"all {row.Expected:N0}" : $"{row.Handled:N0} OF {row.Expected:N0}{(row.Missing is null ? "" : $" ({row.Missing})")}";
        FormattableString delay = row.Delays.Count == 0 ? $"" : (FormattableString)$"{row.Delay(50).TotalSeconds:F2} s, {row.Delay(99).TotalSeconds:F2} s, {row.Delays[^1].TotalSeconds:F2} s";
        FormattableString caughtUp = row.CaughtUp is { } after ? (FormattableString)$"{after.TotalSeconds:F2} s" : $"";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {row.Contender} | {row.SteadyPercent:F1} | {row.CpuSeconds:F1} | {row.EndMiB} | {row.PeakMiB} | {Text(records)} | {Text(delay)} | {Text(caughtUp)} |");
    }

    private static void Target(StringBuilder text, double? most, double measured, Func<double, FormattableString> says)
    {
        if (most is { } target)
        {
            var verdict = measured <= target ? "reached" : string.Create(CultureInfo.InvariantCulture, $"missed by a factor of {measured / target:F2}");
            Line(text, $"- Target: {Text(says(target))}; measured {measured:G3}: {verdict}.");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, FormattableString line) => text.Append(Text(line)).Append('\n');
}
