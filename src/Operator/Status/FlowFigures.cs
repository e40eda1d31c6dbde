using System.Globalization;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Runtime.Reports;

namespace LogOperator.Operator.Status;

/// <summary>
/// Rate, lag and drops of a pipeline as its status shows them: rounded, and left as they are until they have doubled or halved, since every write of a status
/// wakes every watcher. Pure.
/// </summary>
/// <param name="Rate">Bytes in a second.</param>
/// <param name="Lag">Seconds.</param>
/// <param name="Dropped">Records.</param>
internal sealed record FlowFigures(long Rate, long Lag, long Dropped)
{
    private const string PerSecond = "/s";

    // The largest that is not greater is shown.
    private static readonly int[] LagSteps = [0, 10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 172_800, 604_800];

    /// <summary>The figures of all agents together; null while none has reported.</summary>
    public static FlowFigures? Of(string key, Fleet fleet)
    {
        var reports = fleet.Agents.Select(a => a.Report?.Find(key)).OfType<PipelineReport>().ToList();
        return reports.Count == 0 ? null : new FlowFigures(
            reports.Sum(r => r.BytesPerSecond ?? 0),
            (long)reports.Max(r => r.Branches.Select(r.LagOf).DefaultIfEmpty().Max()),
            reports.Sum(r => r.Dropped.Values.Sum() + r.Branches.Sum(b => b.Dropped.Values.Sum())));
    }

    /// <summary>A status with these figures.</summary>
    public LogPipelineStatus Into(LogPipelineStatus status) => status with { Rate = RateText(Rate), Lag = LagText(Lag), Dropped = Round(Dropped) };

    /// <summary>A status with the figures of the present one, where these are not twice or half of them.</summary>
    public LogPipelineStatus Into(LogPipelineStatus status, LogPipelineStatus present)
    {
        var wanted = Into(status);
        return wanted with
        {
            Rate = ParseRate(present.Rate) is { } rate && !IsOther(rate, Rate) ? present.Rate : wanted.Rate,
            Lag = ParseLag(present.Lag) is { } lag && !IsOther(lag, Lag < LagSteps[1] ? 0 : Lag) ? present.Lag : wanted.Lag,
            Dropped = present.Dropped is { } dropped && !IsOther(dropped, Dropped) ? dropped : wanted.Dropped,
        };
    }

    /// <summary>A lag as it is shown, such as <c>5m</c>.</summary>
    public static string LagText(double seconds) => new Duration(TimeSpan.FromSeconds(Array.FindLast(LagSteps, s => s <= Math.Max(0, seconds)))).ToString();

    // Two digits in the largest unit.
    private static string RateText(long bytes)
    {
        string[] units = ["", "Ki", "Mi", "Gi", "Ti"];
        double value = bytes;
        var unit = 0;
        for (; value >= 1000 && unit < units.Length - 1; unit++)
        {
            value /= 1024;
        }

        var text = value < 10 && unit > 0 ? value.ToString("0.0", CultureInfo.InvariantCulture) : Round((long)value).ToString(CultureInfo.InvariantCulture);
        return text + units[unit] + PerSecond;
    }

    private static long? ParseRate(string? text)
    {
        if (text?.EndsWith(PerSecond, StringComparison.Ordinal) != true)
        {
            return null;
        }

        var number = text.AsSpan(0, text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1);
        return ByteSize.TryParse("1" + text[number.Length..^PerSecond.Length], out var unit) && double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? (long)(value * unit.Bytes)
            : null;
    }

    private static long? ParseLag(string? text) => Duration.TryParse(text, out var lag) ? (long)lag.Value.TotalSeconds : null;

    private static long Round(long value)
    {
        var power = 1L;
        while (value / power >= 100)
        {
            power *= 10;
        }

        return value / power * power;
    }

    private static bool IsOther(long shown, long now) => now != shown && (now == 0 || shown == 0 || now >= shown * 2 || now <= shown / 2);
}
