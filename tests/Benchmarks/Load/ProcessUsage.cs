using System.Globalization;

namespace LogOperator.Benchmarks.Load;

/// <summary>What a running process uses, as the kernel tells it.</summary>
/// <param name="pid">The process.</param>
internal sealed class ProcessUsage(int pid)
{
    private const double TicksPerSecond = 100;
    private const int UserTime = 11;
    private const int SystemTime = 12;

    /// <summary>Processor time so far, user and system.</summary>
    public double CpuSeconds
    {
        get
        {
            // Fields are counted behind the name, which is in parentheses and may hold anything.
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (Number(fields[UserTime]) + Number(fields[SystemTime])) / TicksPerSecond;
        }
    }

    /// <summary>Memory that is resident.</summary>
    public long ResidentMiB => Status("VmRSS:");

    /// <summary>Most memory that was resident.</summary>
    public long PeakMiB => Status("VmHWM:");

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private long Status(string name)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return Number(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim()) / 1024;
    }
}
