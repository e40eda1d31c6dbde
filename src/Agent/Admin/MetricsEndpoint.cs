using System.Buffers;
using System.Diagnostics;
using LogOperator.Agent.Configuration;
using LogOperator.Agent.Pods;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.Pipeline.Telemetry;

namespace LogOperator.Agent.Admin;

/// <summary>Writes the agent's metrics.</summary>
/// <param name="status">The status, of which the pipelines' figures are a part.</param>
/// <param name="applier">Knows of configurations.</param>
/// <param name="pods">Knows of pods.</param>
internal sealed class MetricsEndpoint(StatusSource status, ConfigApplier applier, PodDirectory pods)
{
    /// <summary>The text of one scrape.</summary>
    public ReadOnlyMemory<byte> Write()
    {
        var report = status.Read();
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        var writer = new PrometheusWriter(buffer);
        HostMetrics.Write(writer, report.Report);
        writer.Single(AgentMetrics.ConfigApplies, applier.Applies);
        writer.Single(AgentMetrics.ConfigProblems, report.ConfigProblems?.Count ?? 0);
        writer.Single(AgentMetrics.ConfigFromApi, report.ConfigOrigin == ConfigOrigin.Api ? 1 : 0);
        writer.Single(AgentMetrics.KnownPods, pods.Count);
        writer.Single(AgentMetrics.StartTime, report.StartedAt.ToUnixTimeMilliseconds() / 1000.0);
        using var process = Process.GetCurrentProcess();
        writer.Single(AgentMetrics.Cpu, process.TotalProcessorTime.TotalSeconds);
        writer.Single(AgentMetrics.ResidentMemory, process.WorkingSet64);
        writer.Single(AgentMetrics.ManagedHeap, GC.GetGCMemoryInfo().HeapSizeBytes);
        writer.Single(AgentMetrics.BuildInfo, 1, report.Version);
        return buffer.WrittenMemory;
    }
}
