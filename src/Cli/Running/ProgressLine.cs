using System.Globalization;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.Pipeline.Sources.Files.Retention;

namespace LogOperator.Cli.Running;

/// <summary>Shows how far a run is, in one line that is written over.</summary>
/// <param name="error">The terminal.</param>
/// <param name="report">Asked for the figures.</param>
/// <param name="leaving">Asked how far a stop is with keeping log files.</param>
/// <param name="time">The clock.</param>
internal sealed class ProgressLine(TextWriter error, Func<HostReport> report, Func<LeaveProgress?> leaving, TimeProvider time)
{
    /// <summary>Empties the line.</summary>
    public const string Clear = "\r\e[2K";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Shows it until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var (bytesBefore, before) = (0L, time.GetTimestamp());
        try
        {
            while (true)
            {
                await Task.Delay(Interval, time, cancellation).ConfigureAwait(false);
                if (leaving() is { } stop)
                {
                    await error.WriteAsync(Clear + Text(stop)).ConfigureAwait(false);
                    continue;
                }

                var now = time.GetTimestamp();
                var summary = RunSummary.Of(report(), TimeSpan.Zero);
                var rate = (summary.Read.Bytes - bytesBefore) / time.GetElapsedTime(before, now).TotalSeconds;
                (bytesBefore, before) = (summary.Read.Bytes, now);
                await error.WriteAsync(Clear + Text(summary, rate)).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            await error.WriteAsync(Clear).ConfigureAwait(false);
        }
    }

    private static string Text(LeaveProgress stop) =>
        string.Create(CultureInfo.InvariantCulture, $"stopping: keeping what is not delivered for the next run · {stop.Done:N0} of {stop.All:N0} logs");

    private static string Text(RunSummary summary, double rate) => string.Create(
        CultureInfo.InvariantCulture,
        $"read {Size(summary.Read.Bytes)} · {summary.Read.Records:N0} records · {summary.Acknowledged:N0} delivered · {summary.Pending ?? 0:N0} pending · {Size(rate)}/s");

    private static string Size(double bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB"];
        var unit = 0;
        while (bytes >= 1000 && unit < units.Length - 1)
        {
            bytes /= 1000;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bytes:0.#} {units[unit]}");
    }
}
