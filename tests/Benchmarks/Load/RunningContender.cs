using System.Diagnostics;
using System.Globalization;
using LogOperator.Benchmarks.Measuring;

namespace LogOperator.Benchmarks.Load;

/// <summary>A contender that runs under a load, and what was seen of it.</summary>
internal sealed class RunningContender : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan EndPatience = TimeSpan.FromMinutes(2);
    private readonly ILoadContender contender;
    private readonly LoadLaunch launch;
    private readonly Process process;
    private readonly Task<string> errors;
    private readonly MarkReader? marks;
    private readonly CancellationTokenSource reading;
    private readonly Task readMarks;
    private ProcessUsage usage = new(0, 0, 0);
    private (ProcessUsage Usage, long At) half = (new(0, 0, 0), 0);
    private double steady;
    private TimeSpan caughtUp;
    private bool endedEarly;

    /// <summary>Starts it.</summary>
    /// <param name="contender">Who.</param>
    /// <param name="launch">How.</param>
    /// <param name="processor">The processor that it may use; null for all.</param>
    /// <param name="stop">Gives up.</param>
    public RunningContender(ILoadContender contender, LoadLaunch launch, int? processor, CancellationToken stop)
    {
        (this.contender, this.launch) = (contender, launch);
        string[] command = [.. processor is { } one ? (string[])["taskset", "--cpu-list", one.ToString(CultureInfo.InvariantCulture)] : [], .. launch.Command];
        process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _ = process.StandardOutput.ReadToEndAsync(stop);
        errors = process.StandardError.ReadToEndAsync(stop);
        marks = launch.Marks is null ? null : new MarkReader(launch.Marks);
        reading = CancellationTokenSource.CreateLinkedTokenSource(stop);
        readMarks = marks?.RunAsync(reading.Token) ?? Task.CompletedTask;
    }

    /// <summary>Where its metrics are; null if they are not scraped.</summary>
    public Uri? Metrics => launch.Metrics;

    /// <summary>Half of the load is written.</summary>
    public void AtHalf() => half = (Look(), TimeProvider.System.GetTimestamp());

    /// <summary>All of the load is written.</summary>
    public void AtEnd() => steady = (Look().CpuSeconds - half.Usage.CpuSeconds) / TimeProvider.System.GetElapsedTime(half.At).TotalSeconds;

    /// <summary>Waits until it has handled everything that was written, for a while.</summary>
    public async Task CatchUpAsync(LogWriter writer, long expected, CancellationToken stop)
    {
        var ended = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(ended) < Patience && !process.HasExited
            && ((marks is not null && marks.Delays.Count < writer.Marks) || (launch.Progress is { } progress && await progress(stop) < expected)))
        {
            await Task.Delay(Pause, TimeProvider.System, stop);
        }

        caughtUp = TimeProvider.System.GetElapsedTime(ended);
    }

    /// <summary>Ends it.</summary>
    /// <exception cref="InvalidOperationException">Ours did not end well.</exception>
    public async Task<LoadMeasurement> EndAsync(LoadCase load, LogWriter writer, double seconds, long expected, CancellationToken stop)
    {
        Look();
        if (!endedEarly)
        {
            Libc.Stop(process.Id);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(EndPatience);
        await process.WaitForExitAsync(limit.Token);
        await reading.CancelAsync();
        await readMarks;
        var failure = endedEarly || process.ExitCode != 0 ? $"ended with {process.ExitCode}: {(await errors).Trim().Split('\n')[^1]}" : null;
        if (failure is not null && contender.IsOurs)
        {
            throw new InvalidOperationException($"{contender.Name} {failure}");
        }

        var handled = failure is null ? launch.Handled() : 0;
        return new(load, contender.Name, seconds, usage.CpuSeconds, steady * 100, usage.ResidentMiB, usage.PeakMiB, handled, expected, writer.Rotations)
        {
            Delays = marks is null ? [] : [.. marks.Delays.Order()],
            CaughtUp = launch.Progress is null && marks is null ? null : caughtUp,
            IsOurs = contender.IsOurs,
            Missing = failure is null && handled != expected ? launch.Missing?.Invoke() : null,
            Failure = failure,
        };
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
        reading.Dispose();
    }

    private ProcessUsage Look()
    {
        if (process.HasExited || ProcessUsage.Of(process.Id) is not { } now)
        {
            endedEarly = true;
            return usage;
        }

        return usage = now;
    }
}
