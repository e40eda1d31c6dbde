using System.Globalization;
using System.Text;
using LogOperator.Benchmarks.Measuring;

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
        Line(text, $"- {now:yyyy-MM-dd}, {runs} runs of each in alternation (fewer of what takes longer than {RunPlan.Slow.TotalSeconds:F0} s, and on one core only); figures are medians, MB are 10^6 bytes of input");
        var loads = results.SelectMany(c => c.Rows).SelectMany(r => r.Runs).Select(r => r.Load).DefaultIfEmpty().ToList();
        Line(text, $"- {machine.Processor}, {machine.Processors.Count} cores, {machine.MemoryGiB:F0} GiB, {machine.Kernel}; load average while measuring {loads.Min():F1} to {loads.Max():F1}");
        foreach (var row in results.SelectMany(c => c.Rows).DistinctBy(r => r.Contender))
        {
            Line(text, $"- {row.Contender}: {row.About}");
        }

        foreach (var result in results)
        {
            Append(text, result, runs);
            if (result.Case.Name == BenchmarkCase.Slope && results.FirstOrDefault(r => r.Case.Name == BenchmarkCase.Slope) is { } shorter && shorter != result)
            {
                AppendSlope(text, shorter, result);
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, CaseResult result, int runs)
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
            Line(text, $"{Cells(row, input.Bytes, runs)}");
        }

        AppendVerdicts(text, Verdicts.Of(result));
    }

    private static void AppendVerdicts(StringBuilder text, IEnumerable<string> verdicts)
    {
        foreach (var (i, verdict) in verdicts.Index())
        {
            if (i == 0)
            {
                Line(text, $"");
            }

            Line(text, $"- {verdict}");
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
        foreach (var row in longer.Rows.Where(r => r.HasFigures))
        {
            if (shorter.Rows.FirstOrDefault(r => (r.Contender, r.Setting) == (row.Contender, row.Setting) && r.HasFigures) is not { } before)
            {
                continue;
            }

            Line(text, $"| {row.Setting} | {row.Contender} | {bytes / (row.Seconds - before.Seconds):N0} | {bytes / (row.CpuSeconds - before.CpuSeconds):N0} |");
        }

        AppendVerdicts(text, Verdicts.OfSlope(shorter, longer));
    }

    private static string Cells(ResultRow row, long bytes, int runs)
    {
        if (row.Runs.Count == 0)
        {
            return $"| {row.Setting} | {row.Contender} | | | | | | | FAILED: {row.Failure!.Replace('|', '/')} |";
        }

        var cpu = row.CpuSeconds;
        var records = row.Failure is { } failure ? $"then FAILED: {failure.Replace('|', '/')}"
            : row.Runs.Exists(r => r.Handled == Measurement.NotTold) ? "not told"
            : row.Complete ? string.Create(CultureInfo.InvariantCulture, $"all {row.Runs[0].Expected:N0}") : "NOT ALL: " + string.Join(", ", row.Runs.Select(r => $"{r.Handled} of {r.Expected}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {row.Setting} | {row.Contender} | {row.Seconds:F3} | {row.Runs.Min(r => r.Seconds):F3}–{row.Runs.Max(r => r.Seconds):F3}{(row.Runs.Count < runs ? $", {row.Runs.Count} runs" : "")} | {Rate(bytes, row.Seconds)} | {cpu:F3} | {Rate(bytes, cpu)} | {row.Median(r => r.PeakKiB / 1024.0):F0} | {records} |");
    }

    // Of a few bytes a rate says nothing.
    private static string Rate(long bytes, double seconds) => bytes < Megabyte ? "" : (bytes / Megabyte / seconds).ToString("N0", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
