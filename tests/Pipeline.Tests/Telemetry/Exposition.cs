using System.Buffers;
using System.Globalization;
using System.Text;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.Pipeline.Telemetry;

namespace LogOperator.Pipeline.Tests.Telemetry;

/// <summary>What a report looks like to whoever scrapes it.</summary>
internal static class Exposition
{
    /// <summary>The samples by their names with labels.</summary>
    public static IReadOnlyDictionary<string, double> Of(HostReport report)
    {
        var buffer = new ArrayBufferWriter<byte>();
        HostMetrics.Write(new PrometheusWriter(buffer), report);
        return Encoding.UTF8.GetString(buffer.WrittenSpan).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#')
            .ToDictionary(l => l[..l.LastIndexOf(' ')], l => double.Parse(l[(l.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }
}
