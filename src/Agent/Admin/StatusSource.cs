using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LogOperator.Agent.Configuration;
using LogOperator.Pipeline.Runtime.Reports;

namespace LogOperator.Agent.Admin;

/// <summary>Makes the agent's report: what the host does, and what the agent refused before the host saw it.</summary>
/// <param name="node">Name of the node.</param>
/// <param name="startedAt">When the process started.</param>
/// <param name="host">The host's report.</param>
/// <param name="applied">What became of the configuration.</param>
internal sealed class StatusSource(string node, DateTimeOffset startedAt, Func<HostReport> host, Func<AppliedConfig> applied)
{
    /// <summary>The report as of now.</summary>
    public AgentReport Read()
    {
        var config = applied();
        var report = Merge(host(), config.Refusals);
        return new AgentReport
        {
            Hash = HashOf(report, config),
            Node = node,
            Version = AgentVersion.Text,
            StartedAt = startedAt,
            ConfigHash = config.Hash,
            ConfigOrigin = config.Origin,
            ConfigProblems = config.Problems.Count == 0 ? null : config.Problems,
            Report = report,
        };
    }

    private static HostReport Merge(HostReport report, IReadOnlyDictionary<string, Refusal> refusals)
    {
        if (refusals.Count == 0)
        {
            return report;
        }

        var known = report.Pipelines.Select(Key).ToHashSet(StringComparer.Ordinal);
        return report with
        {
            Pipelines =
            [
                .. report.Pipelines
                    .Select(p => p.RefusedGeneration is null && refusals.TryGetValue(Key(p), out var refusal) ? With(p, refusal) : p)
                    .Concat(refusals.Values.Where(r => !known.Contains(r.Key)).Select(r => With(Unknown(r), r)))
                    .OrderBy(Key, StringComparer.Ordinal),
            ],
        };
    }

    private static string Key(PipelineReport pipeline) => $"{pipeline.Namespace}/{pipeline.Name}";

    private static PipelineReport With(PipelineReport pipeline, Refusal refusal) =>
        pipeline with { RefusedGeneration = refusal.Generation, RefusedBecause = refusal.Reason };

    private static PipelineReport Unknown(Refusal refusal) => new()
    {
        Namespace = refusal.Namespace,
        Name = refusal.Name,
        RunningGeneration = 0,
        Streams = 0,
        Pods = 0,
        Read = new ReadReport { Bytes = 0, Lines = 0, Records = 0, Joined = 0, Stderr = 0 },
        FilteredRecords = 0,
        Dropped = new Dictionary<string, long>(),
        Branches = [],
    };

    private static string HashOf(HostReport report, AppliedConfig config)
    {
        var text = new StringBuilder(config.Hash).Append(config.Origin).AppendJoin('\n', config.Problems);
        foreach (var pipeline in report.Pipelines)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{Key(pipeline)} {pipeline.RunningGeneration} {pipeline.RefusedGeneration} {pipeline.RefusedBecause} {pipeline.RunningHash}");
            text.Append(CultureInfo.InvariantCulture, $" {pipeline.Pods} {pipeline.Streams}");
            foreach (var branch in pipeline.Branches)
            {
                text.Append(CultureInfo.InvariantCulture, $" {branch.Store}:{branch.State}:{branch.Pace}");
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }
}
