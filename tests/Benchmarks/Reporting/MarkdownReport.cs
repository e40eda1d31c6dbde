using System.Globalization;
using System.Text;
using LogOperator.Benchmarks.Contenders;

namespace LogOperator.Benchmarks.Reporting;

/// <summary>The results as a page of Markdown.</summary>
internal static class MarkdownReport
{
    private const double Megabyte = 1e6;

    public static string Of(IReadOnlyList<CaseResult> results, Machine machine, int runs, DateTimeOffset now)
    {
        var text = new StringBuilder();
        Line(text, $"# Results");
        Line(text, $"");
        Line(text, $"Written by `make bench`; how it measures, and what to make of it: [README.md](README.md).");
        Line(text, $"");
        Line(text, $"- {now:yyyy-MM-dd}, {runs} runs of each in alternation; figures are medians, MB are 10^6 bytes of input");
        var loads = results.SelectMany(c => c.Rows).SelectMany(r => r.Runs).Select(r => r.Load).ToList();
        Line(text, $"- {machine.Processor}, {machine.Processors.Count} cores, {machine.MemoryGiB:F0} GiB, {machine.Kernel}; load average while measuring {loads.Min():F1} to {loads.Max():F1}");
        foreach (var row in results.SelectMany(c => c.Rows).DistinctBy(r => r.Contender))
        {
            Line(text, $"- {row.Contender}: {row.About}");
        }

        foreach (var result in results)
        {
            Append(text, result);
            if (result.Case.Name == BenchmarkCase.Slope && results.FirstOrDefault(r => r.Case.Name == BenchmarkCase.Slope) is { } shorter && shorter != result)
            {
                AppendSlope(text, shorter, result);
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, CaseResult result)
    {
        var input = result.Case.Input;
        Line(text, $"");
        Line(text, $"## {result.Case.Title}");
        Line(text, $"");
        Line(text, $"Case `{result.Case.Name}`: {input.Lines:N0} lines, {input.Bytes:N0} bytes.");
        Line(text, $"");
        Line(text, $"| on | contender | seconds | min–max | MB/s | CPU-s | MB per CPU-s | peak MiB | records |");
        Line(text, $"| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var row in result.Rows)
        {
            Line(text, $"{Cells(row, input.Bytes)}");
        }

        if (result.Case.Targets.Count == 0 && result.Case.TargetRate == 0)
        {
            return;
        }

        Line(text, $"");
        if (result.Case.TargetRate > 0)
        {
            var ours = result.Rows.First(r => r.Contender == Logctl.Title);
            var rate = input.Bytes / Megabyte / ours.Seconds;
            var verdict = rate >= result.Case.TargetRate ? "reached" : string.Create(CultureInfo.InvariantCulture, $"missed by a factor of {result.Case.TargetRate / rate:F2}");
            Line(text, $"- Target, {ours.Setting}: at least {result.Case.TargetRate:N0} MB/s; measured {rate:N0} MB/s ({input.Bytes / Megabyte / ours.Median(r => r.CpuSeconds):N0} by processor time): {verdict}.");
        }

        foreach (var target in result.Case.Targets)
        {
            Append(text, target, result.Rows);
        }
    }

    private static void AppendSlope(StringBuilder text, CaseResult shorter, CaseResult longer)
    {
        Line(text, $"");
        Line(text, $"What the difference between the two takes, and thus what a start does not count in:");
        Line(text, $"");
        Line(text, $"| on | contender | MB/s | MB per CPU-s |");
        Line(text, $"| --- | --- | --- | --- |");
        var bytes = (longer.Case.Input.Bytes - shorter.Case.Input.Bytes) / Megabyte;
        foreach (var (row, before) in longer.Rows.Zip(shorter.Rows))
        {
            Line(text, $"| {row.Setting} | {row.Contender} | {bytes / (row.Seconds - before.Seconds):N0} | {bytes / (row.Median(r => r.CpuSeconds) - before.Median(r => r.CpuSeconds)):N0} |");
        }
    }

    private static string Cells(ResultRow row, long bytes)
    {
        var cpu = row.Median(r => r.CpuSeconds);
        var records = row.Complete ? string.Create(CultureInfo.InvariantCulture, $"all {row.Runs[0].Expected:N0}") : "NOT ALL: " + string.Join(", ", row.Runs.Select(r => $"{r.Handled} of {r.Expected}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {row.Setting} | {row.Contender} | {row.Seconds:F3} | {row.Runs.Min(r => r.Seconds):F3}–{row.Runs.Max(r => r.Seconds):F3} | {Rate(bytes, row.Seconds)} | {cpu:F3} | {Rate(bytes, cpu)} | {row.Median(r => r.PeakKiB / 1024.0):F0} | {records} |");
    }

    // Of a few bytes a rate says nothing.
    private static string Rate(long bytes, double seconds) => bytes < Megabyte ? "" : (bytes / Megabyte / seconds).ToString("N0", CultureInfo.InvariantCulture);

    private static void Append(StringBuilder text, Target target, IReadOnlyList<ResultRow> rows)
    {
        var ours = rows.First(r => r.Contender == Logctl.Title);
        if (rows.FirstOrDefault(r => r.Contender == target.Contender && r.Setting == ours.Setting) is not { } other)
        {
            return;
        }

        var ratio = ours.Seconds / other.Seconds;
        var cpu = ours.Median(r => r.CpuSeconds) / other.Median(r => r.CpuSeconds);
        if (target.OfProcessor)
        {
            (ratio, cpu) = (cpu, ratio);
        }

        var (counted, uncounted) = target.OfProcessor ? ("processor time", "time") : ("time", "processor time");
        var verdict = ratio <= target.Factor ? "reached" : string.Create(CultureInfo.InvariantCulture, $"missed by a factor of {ratio / target.Factor:F2}");
        var less = target.Factor < 1 && !target.OfProcessor;
        Line(
            text,
            less
                ? $"- Target, {ours.Setting}: at least {1 / target.Factor:G3} × as fast as {target.Contender}; measured {1 / ratio:F1} × ({1 / cpu:F1} × by processor time): {verdict}."
                : (FormattableString)$"- Target, {ours.Setting}: at most {target.Factor:G3} × the {counted} of {target.Contender}; measured {ratio:F2} × ({cpu:F2} × its {uncounted}): {verdict}.");
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
