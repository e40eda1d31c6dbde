using System.Globalization;

namespace LogOperator.Benchmarks.Measuring;

/// <summary>What the kernel tells of a process; asking does not disturb it.</summary>
internal static class ProcessFacts
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits until a process has read so many bytes, from files of all kinds.</summary>
    public static async Task HasReadAsync(int pid, long bytes, CancellationToken stop)
    {
        while (BytesRead(pid) < bytes)
        {
            await Task.Delay(Pause, TimeProvider.System, stop);
        }
    }

    /// <summary>Waits until no thread of a process has run for a while.</summary>
    public static async Task IsIdleAsync(int pid, CancellationToken stop)
    {
        for (var before = -1L; ;)
        {
            var ran = NanosecondsRun(pid);
            if (ran == before && !HasRunnableThread(pid))
            {
                return;
            }

            before = ran;
            await Task.Delay(Pause, TimeProvider.System, stop);
        }
    }

    /// <summary>The process that another one started; waits until there is one.</summary>
    public static async Task<int> OnlyChildAsync(int parent, CancellationToken stop)
    {
        while (true)
        {
            var child = File.ReadAllText($"/proc/{parent}/task/{parent}/children").Trim();
            if (child.Length > 0)
            {
                return int.Parse(child, CultureInfo.InvariantCulture);
            }

            await Task.Delay(Pause, TimeProvider.System, stop);
        }
    }

    private static long NanosecondsRun(int pid) =>
        Directory.EnumerateDirectories($"/proc/{pid}/task").Sum(t => long.Parse(File.ReadAllText($"{t}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture));

    // In a thread's stat the state follows the name, which is in parentheses and may hold anything.
    private static bool HasRunnableThread(int pid) =>
        Directory.EnumerateDirectories($"/proc/{pid}/task").Select(t => File.ReadAllText($"{t}/stat")).Any(s => s[s.LastIndexOf(')') + 2] == 'R');

    private static long BytesRead(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/io").First(l => l.StartsWith("rchar:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan("rchar:".Length), CultureInfo.InvariantCulture);
    }
}
