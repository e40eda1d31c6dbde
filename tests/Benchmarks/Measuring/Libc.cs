using System.Runtime.InteropServices;

namespace LogOperator.Benchmarks.Measuring;

/// <summary>The two calls for which .NET has none.</summary>
internal static partial class Libc
{
    private const int Children = -1;
    private const int Terminate = 15;

    /// <summary>Seconds of processor time, user and system, of all processes that this one started and that have ended.</summary>
    public static double ChildrenSeconds()
    {
        // struct rusage: user and system time as seconds and microseconds, then 14 counters.
        Span<long> usage = stackalloc long[18];
        return GetUsage(Children, usage) == 0
            ? usage[0] + usage[2] + ((usage[1] + usage[3]) / 1e6)
            : throw new InvalidOperationException($"getrusage failed with {Marshal.GetLastPInvokeError()}");
    }

    /// <summary>Asks a process to end.</summary>
    public static void Stop(int pid) => _ = Kill(pid, Terminate);

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    private static partial int GetUsage(int who, Span<long> usage);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
