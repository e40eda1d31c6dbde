using System.Globalization;
using System.Runtime.InteropServices;

namespace LogOperator.Benchmarks.Reporting;

/// <summary>The machine that is measured on.</summary>
/// <param name="Processor">Model of the processor.</param>
/// <param name="Processors">Numbers of the processors that may be used.</param>
/// <param name="Kernel">Version of the kernel.</param>
/// <param name="MemoryGiB">Memory.</param>
internal sealed record Machine(string Processor, IReadOnlyList<int> Processors, string Kernel, double MemoryGiB)
{
    public static Machine Describe() => new(
        After("/proc/cpuinfo", "model name"),
        [.. After("/proc/self/status", "Cpus_allowed_list").Split(',').SelectMany(Range)],
        $"Linux {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()} ({RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture})",
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30));

    public static double LoadAverage() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    private static string After(string file, string name)
    {
        var line = File.ReadLines(file).First(l => l.StartsWith(name, StringComparison.Ordinal));
        return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    private static IEnumerable<int> Range(string range)
    {
        var ends = range.Split('-').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
    }
}
