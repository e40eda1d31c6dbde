using System.Globalization;
using LogOperator.Benchmarks.Contenders;

namespace LogOperator.Benchmarks.Reporting;

/// <summary>What a case's results say of its targets, a line each.</summary>
internal static class Verdicts
{
    private const double Megabyte = 1e6;
    private const double Gigabyte = 1e9;

    /// <summary>The lines; none if we have no figures ourselves.</summary>
    public static IEnumerable<string> Of(CaseResult result)
    {
        if (result.Rows.FirstOrDefault(r => r.Contender == Logctl.Title && r.HasFigures) is not { } ours)
        {
            yield break;
        }

        var bytes = result.Case.Input.Bytes;
        if (result.Case.TargetRate is > 0 and var wanted)
        {
            var rate = bytes / Megabyte / ours.Seconds;
            yield return Text($"Target, {ours.Setting}: at least {wanted:N0} MB/s; measured {rate:N0} MB/s ({bytes / Megabyte / ours.CpuSeconds:N0} by processor time): {Verdict(wanted / rate)}.");
        }

        foreach (var target in result.Case.Targets)
        {
            var other = result.Rows.FirstOrDefault(r => r.Contender == target.Contender && r.Setting == ours.Setting && r.HasFigures);
            yield return other is null
                ? $"{Name(target)}, {ours.Setting}: {Wanted(target)}: not measured, there is no such row."
                : Compared(target, ours, other, bytes);
        }
    }

    /// <summary>What the longer of two results of case slope says beyond the shorter one.</summary>
    public static IEnumerable<string> OfSlope(CaseResult shorter, CaseResult longer)
    {
        foreach (var setting in longer.Rows.Select(r => r.Setting).Distinct().Take(1))
        {
            var (ours, reading) = (Slope(Logctl.Title), Slope(WordCount.Title));
            if (ours is not { } mine || reading is not { } wc)
            {
                continue;
            }

            if (mine.Seconds <= 0 || wc.Seconds <= 0)
            {
                yield return $"Target, {setting}: at most 4 × the time of {WordCount.Title}, start not counted: the difference is too small to tell.";
            }
            else
            {
                yield return Text($"Target, {setting}: at most 4 × the time of {WordCount.Title}, start not counted; measured {mine.Seconds / wc.Seconds:F2} × ({mine.Cpu / wc.Cpu:F2} × its processor time): {Verdict(mine.Seconds / wc.Seconds / 4)}.");
            }

            (double Seconds, double Cpu)? Slope(string contender) =>
                Row(longer, contender, setting) is { } four && Row(shorter, contender, setting) is { } one ? (four.Seconds - one.Seconds, four.CpuSeconds - one.CpuSeconds) : null;
        }
    }

    private static ResultRow? Row(CaseResult result, string contender, string setting) =>
        result.Rows.FirstOrDefault(r => r.Contender == contender && r.Setting == setting && r.HasFigures);

    private static string Compared(Target target, ResultRow ours, ResultRow other, long bytes)
    {
        var (time, cpu) = (ours.Seconds / other.Seconds, ours.CpuSeconds / other.CpuSeconds);
        var ratio = target.OfProcessor ? cpu : time;
        var measured = target switch
        {
            { OfProcessor: true } => Text($"{cpu:F2} × ({ours.CpuSeconds / bytes * Gigabyte:F2} CPU-s a GB against {other.CpuSeconds / bytes * Gigabyte:F2}; {time:F2} × its time)"),
            { Factor: < 1 } => Text($"{1 / time:F1} × ({1 / cpu:F1} × by processor time)"),
            _ => Text($"{time:F2} × ({cpu:F2} × its processor time)"),
        };
        return $"{Name(target)}, {ours.Setting}: {Wanted(target)}; measured {measured}: {Verdict(ratio / target.Factor)}.";
    }

    private static string Name(Target target) => target.IsAim ? "Aim" : "Target";

    private static string Wanted(Target target) => target switch
    {
        { OfProcessor: true } => Text($"at most {target.Factor:G3} × the processor time of {target.Contender}"),
        { Factor: < 1 } => Text($"at least {1 / target.Factor:G3} × as fast as {target.Contender}"),
        _ => Text($"at most {target.Factor:G3} × the time of {target.Contender}"),
    };

    // How many times too much it is.
    private static string Verdict(double excess) => excess <= 1 ? Text($"reached, with a factor of {1 / excess:F2} to spare") : Text($"missed by a factor of {excess:F2}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
