using System.Diagnostics;
using System.Globalization;
using LogOperator.Benchmarks.Contenders;
using LogOperator.Benchmarks.Reporting;

namespace LogOperator.Benchmarks.Measuring;

/// <summary>Runs a program as a whole process and measures it.</summary>
internal static class Stopclock
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Runs it once.</summary>
    /// <param name="launch">What to run.</param>
    /// <param name="processors">The processors that it may use, as taskset takes them.</param>
    /// <param name="directory">Directory for its files.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task<Measurement> RunAsync(Launch launch, string processors, string directory, CancellationToken stop)
    {
        // GNU time forks the program from a small process of its own; started from here, a part of this process's memory would count as the program's.
        var peak = Path.Combine(directory, "peak");
        var start = new ProcessStartInfo("time", ["--quiet", "--format=%M", $"--output={peak}", "taskset", "--cpu-list", processors, .. launch.Command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Limit);
        var load = Machine.LoadAverage();
        var before = Libc.ChildrenSeconds();
        var began = TimeProvider.System.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            var seconds = await WorkAsync(launch, process, began, limit.Token);
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"{launch.Command[0]} ended with {process.ExitCode}: {await errors}");
            }

            var cpu = Libc.ChildrenSeconds() - before;
            return new(seconds, cpu, long.Parse(File.ReadAllLines(peak)[^1], CultureInfo.InvariantCulture), launch.Handled(await output), launch.Expected, load);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task<double> WorkAsync(Launch launch, Process process, long began, CancellationToken stop)
    {
        double? worked = null;
        if (launch.Finished is not null)
        {
            var child = await ProcessFacts.OnlyChildAsync(process.Id, stop);
            try
            {
                await launch.Finished(child, stop);
            }
            catch (IOException)
            {
                // It has ended by itself, and so has what the kernel told of it; its exit code says that it failed, or the count of its records.
            }

            worked = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
            Libc.Stop(child);
        }

        await process.WaitForExitAsync(stop);
        return launch.EndingIsWork || worked is null ? TimeProvider.System.GetElapsedTime(began).TotalSeconds : worked.Value;
    }
}
