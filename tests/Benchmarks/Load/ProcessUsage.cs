using System.Globalization;

namespace LogOperator.Benchmarks.Load;

/// <summary>What a process used up to a moment, as the kernel tells it.</summary>
/// <param name="CpuSeconds">Processor time, user and system.</param>
/// <param name="ResidentMiB">Memory that is resident.</param>
/// <param name="PeakMiB">Most memory that was resident.</param>
internal sealed record ProcessUsage(double CpuSeconds, long ResidentMiB, long PeakMiB)
{
    private const double TicksPerSecond = 100;
    private const int UserTime = 11;
    private const int SystemTime = 12;

    /// <summary>What it used until now; null if it has ended.</summary>
    public static ProcessUsage? Of(int pid)
    {
        try
        {
            // Fields are counted behind the name, which is in parentheses and may hold anything.
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var status = File.ReadAllLines($"/proc/{pid}/status");
            return new((Number(fields[UserTime]) + Number(fields[SystemTime])) / TicksPerSecond, MiB(status, "VmRSS:"), MiB(status, "VmHWM:"));
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    // A process that has ended and was not waited for has no memory.
    private static long MiB(string[] status, string name) =>
        status.FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal)) is { } line ? Number(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim()) / 1024 : 0;
}
