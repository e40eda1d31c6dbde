using System.Text;

namespace LogOperator.Pipeline.Telemetry;

/// <summary>The manual page of the agent's metrics, made from their declarations.</summary>
public static class MetricsReference
{
    /// <summary>The page as Markdown.</summary>
    public static string Markdown()
    {
        var page = new StringBuilder();
        page.Append(
            """
            # Metrics of the agent

            Served as Prometheus text on `:9600/metrics`. Made from `src/Pipeline/Telemetry/AgentMetrics.cs`; a test keeps the two equal
            (`UPDATE_GOLDEN=1` rewrites this page). Counters count from the start of the process.
            `pipeline` is `namespace/name`, or `/name` for a ClusterLogPipeline; `store` likewise.

            | name | kind | labels | meaning |
            | --- | --- | --- | --- |

            """.ReplaceLineEndings("\n"));
        foreach (var metric in AgentMetrics.All)
        {
            var labels = metric.Labels.Count == 0 ? "" : $"`{string.Join("`, `", metric.Labels)}`";
            var kind = metric.Kind == MetricKind.Counter ? "counter" : "gauge";
            page.Append('|').Append($" `{metric.Name}` | {kind} | {labels} | {metric.Help} |\n");
        }

        return page.ToString();
    }
}
