using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using LogOperator.Benchmarks.Measuring;

namespace LogOperator.Benchmarks.Load;

/// <summary>Writes logs at a fixed rate while a contender reads them, one contender after the other.</summary>
/// <param name="programs">What is measured.</param>
/// <param name="duration">How long each is measured; null for each case's own duration.</param>
/// <param name="progress">Where to say what is going on.</param>
internal sealed class LoadSuite(Programs programs, TimeSpan? duration, TextWriter progress)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);
    private readonly ILoadContender[] contenders =
    [
        new LogctlUnderLoad(programs.Logctl, programs.Packaging),
        .. programs.Otelcol is null ? [] : (ILoadContender[])[new CollectorUnderLoad(programs.Otelcol, programs.OtelcolVersion)],
    ];

    /// <summary>Name and version of each contender.</summary>
    public IEnumerable<(string Name, string About)> Contenders => contenders.Select(c => (c.Name, c.About));

    /// <summary>Runs the cases.</summary>
    /// <param name="only">Names of the cases to run; all if empty.</param>
    /// <param name="stop">Gives up.</param>
    public async IAsyncEnumerable<LoadMeasurement> RunAsync(string[] only, [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var load in LoadCase.All.Where(c => only.Length == 0 || only.Contains(c.Name)))
        {
            foreach (var contender in contenders.Where(c => c.Does(load)))
            {
                var measured = await MeasureAsync(load, contender, stop);
                await progress.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"          {load.Name}, {contender.Name}: {measured.SteadyPercent:F1} % of a core, {measured.EndMiB} MiB, {measured.Handled} of {measured.Expected}"));
                yield return measured;
            }
        }
    }

    private async Task<LoadMeasurement> MeasureAsync(LoadCase load, ILoadContender contender, CancellationToken stop)
    {
        var directory = Directory.CreateTempSubdirectory("log-operator-load-");
        try
        {
            var root = directory.CreateSubdirectory("root").FullName;
            using var writer = new LogWriter(load, root);
            var launch = contender.Prepare(load, root, directory.CreateSubdirectory("work").FullName);
            using var process = Process.Start(new ProcessStartInfo(launch.Command[0], launch.Command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            try
            {
                return await MeasureAsync(load, contender, launch, writer, process, stop);
            }
            finally
            {
                if (!process.HasExited)
                {
                    process.Kill(entireProcessTree: true);
                }
            }
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private async Task<LoadMeasurement> MeasureAsync(
        LoadCase load, ILoadContender contender, LoadLaunch launch, LogWriter writer, Process process, CancellationToken stop)
    {
        var output = process.StandardOutput.ReadToEndAsync(stop);
        var errors = process.StandardError.ReadToEndAsync(stop);
        var half = (duration ?? load.Duration) / 2;
        var usage = new ProcessUsage(process.Id);
        var marks = launch.Marks is null ? null : new MarkReader(launch.Marks);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var readMarks = marks?.RunAsync(reading.Token) ?? Task.CompletedTask;
        var began = TimeProvider.System.GetTimestamp();
        await writer.RunAsync(half, stop);
        var (atHalf, cpuAtHalf) = (TimeProvider.System.GetTimestamp(), usage.CpuSeconds);
        await writer.RunAsync(half, stop);
        var steady = (usage.CpuSeconds - cpuAtHalf) / TimeProvider.System.GetElapsedTime(atHalf).TotalSeconds;
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        var ended = TimeProvider.System.GetTimestamp();
        await CatchUpAsync(load, launch, writer, marks, ended, stop);
        var caughtUp = TimeProvider.System.GetElapsedTime(ended);

        // The marks tell nothing of the lines behind the last one; a stop waits for what was read, not for what was not.
        await Task.Delay(Rest, TimeProvider.System, stop);
        var (cpu, end, peak) = (usage.CpuSeconds, usage.ResidentMiB, usage.PeakMiB);
        Libc.Stop(process.Id);
        await process.WaitForExitAsync(stop);
        await output;
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{contender.Name} ended with {process.ExitCode}: {await errors}");
        }

        await reading.CancelAsync();
        await readMarks;
        return new(
            load, contender.Name, seconds, cpu, steady * 100, end, peak, launch.Handled(), writer.Lines * load.Readers, writer.Rotations, marks is null ? [] : [.. marks.Delays.Order()], caughtUp);
    }

    private static async Task CatchUpAsync(LoadCase load, LoadLaunch launch, LogWriter writer, MarkReader? marks, long ended, CancellationToken stop)
    {
        var pause = TimeSpan.FromMilliseconds(50);
        while (TimeProvider.System.GetElapsedTime(ended) < Patience
            && ((marks is not null && marks.Delays.Count < writer.Marks) || (launch.Progress is { } progress && await progress(stop) < writer.Lines * load.Readers)))
        {
            await Task.Delay(pause, TimeProvider.System, stop);
        }
    }
}
