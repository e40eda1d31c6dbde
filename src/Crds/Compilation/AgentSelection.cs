using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Compilation;

/// <summary>Decides which LogAgents run: of two that select the same node, the older one.</summary>
internal static class AgentSelection
{
    /// <summary>Name of the LogAgent that is assumed where there is none.</summary>
    public const string DefaultName = "default";

    /// <summary>Adds the problem to those that overlap with an older one.</summary>
    public static List<Admitted<LogAgentSpec>> Select(IEnumerable<Admitted<LogAgentSpec>> agents, IReadOnlyList<NodeInfo> nodes)
    {
        var oldestFirst = agents
            .OrderBy(a => a.Metadata?.CreationTimestamp ?? DateTimeOffset.MaxValue)
            .ThenBy(a => a.Id);
        var sortedNodes = nodes.OrderBy(n => n.Name, StringComparer.Ordinal).ToList();
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        var selected = new List<Admitted<LogAgentSpec>>();
        foreach (var agent in oldestFirst)
        {
            var mine = agent.Accepted ? sortedNodes.FindAll(n => Takes(agent.Spec!, n)) : [];
            if (mine.Find(n => owners.ContainsKey(n.Name)) is { } node)
            {
                var problem = new Problem("spec.nodeSelector", Reasons.NodesOverlap, $"selects node {node.Name}, which the older LogAgent {owners[node.Name]} has");
                selected.Add(agent with { Problems = [problem] });
                continue;
            }

            mine.ForEach(n => owners[n.Name] = agent.Id.Name);
            selected.Add(agent);
        }

        return selected;
    }

    /// <summary>The LogAgents to run, ordered by name.</summary>
    public static IReadOnlyList<LogAgent> Running(IReadOnlyList<Admitted<LogAgentSpec>> agents) => agents.Count == 0
        ? [new LogAgent { Metadata = new ObjectMeta { Name = DefaultName }, Spec = new LogAgentSpec() }]
        : [.. agents
            .Where(a => a.Accepted)
            .OrderBy(a => a.Id)
            .Select(a => new LogAgent { Metadata = a.Metadata!, Spec = a.Spec!, Status = (LogAgentStatus?)a.Status })];

    private static bool Takes(LogAgentSpec spec, NodeInfo node) =>
        spec.NodeSelector?.All(s => node.Labels.TryGetValue(s.Key, out var value) && value == s.Value) ?? true;
}
