using BenchmarkDotNet.Reports;

namespace LogOperator.Benchmarks.Micro;

/// <summary>What a step costs for a line of 512 bytes.</summary>
/// <param name="Step">The step.</param>
/// <param name="Way">How it is done.</param>
/// <param name="Nanoseconds">Mean.</param>
/// <param name="Deviation">Standard deviation, in nanoseconds.</param>
/// <param name="Allocated">Bytes allocated; null if that was not measured.</param>
internal sealed record MicroResult(string Step, string Way, double Nanoseconds, double Deviation, double? Allocated)
{
    public static MicroResult Of(BenchmarkReport report)
    {
        var benchmark = report.BenchmarkCase;
        var (step, way) = (benchmark.Descriptor.Type.Name, $"{benchmark.Descriptor.WorkloadMethod.Name} {benchmark.Parameters.DisplayInfo}".Trim());
        return report.ResultStatistics is { } statistics
            ? new(step, way, statistics.Mean, statistics.StandardDeviation, report.GcStats.GetBytesAllocatedPerOperation(benchmark))
            : throw new InvalidOperationException($"{step}, {way}: no result; what went wrong stands above");
    }
}
