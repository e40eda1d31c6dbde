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
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var exit = process.WaitForExitAsync(ended.Token);
            var finished = FinishAsync(launch.Finished, process.Id, ended.Token);
            if (await Task.WhenAny(finished, exit) == finished)
            {
                var child = await finished;
                worked = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
                Libc.Stop(child);
            }

            // Or it has ended by itself before it was done: its exit code says that it failed, or the count of its records.
            await ended.CancelAsync();
            await Task.WhenAll(finished, exit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await process.WaitForExitAsync(stop);
        return launch.EndingIsWork || worked is null ? TimeProvider.System.GetElapsedTime(began).TotalSeconds : worked.Value;
    }

    private static async Task<int> FinishAsync(Func<int, CancellationToken, Task> finished, int parent, CancellationToken stop)
    {
        try
        {
            var child = await ProcessFacts.OnlyChildAsync(parent, stop);
            await finished(child, stop);
            return child;
        }
        catch (IOException)
        {
            // What the kernel told of it has gone with it.
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
            throw;
        }
    }
}
