using LogOperator.Crds.V1Alpha1;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Compilation;

/// <summary>
/// Everything that the compiler may look at, as plain data. Built from informers (operator), from manifests (CLI) or from a folder (tests).
/// The order of the lists does not matter.
/// </summary>
public sealed record ClusterSnapshot
{
    /// <summary>Namespaces of the cluster.</summary>
    public IReadOnlyList<NamespaceInfo> Namespaces { get; init; } = [];

    /// <summary>Nodes of the cluster; only needed where there is more than one LogAgent.</summary>
    public IReadOnlyList<NodeInfo> Nodes { get; init; } = [];

    /// <summary>LogSources.</summary>
    public IReadOnlyList<LogSource> LogSources { get; init; } = [];

    /// <summary>LogPipelines.</summary>
    public IReadOnlyList<LogPipeline> LogPipelines { get; init; } = [];

    /// <summary>LogStores.</summary>
    public IReadOnlyList<LogStore> LogStores { get; init; } = [];

    /// <summary>ClusterLogSources.</summary>
    public IReadOnlyList<ClusterLogSource> ClusterLogSources { get; init; } = [];

    /// <summary>ClusterLogPipelines.</summary>
    public IReadOnlyList<ClusterLogPipeline> ClusterLogPipelines { get; init; } = [];

    /// <summary>ClusterLogStores.</summary>
    public IReadOnlyList<ClusterLogStore> ClusterLogStores { get; init; } = [];

    /// <summary>LogAgents.</summary>
    public IReadOnlyList<LogAgent> LogAgents { get; init; } = [];

    /// <summary>Objects that exist but whose JSON does not fit; they are told so, and what was accepted of them before goes on.</summary>
    public IReadOnlyList<UnreadableResource> Unreadable { get; init; } = [];

    /// <summary>What is known of Secrets. One that is not listed was not looked up yet.</summary>
    public IReadOnlyList<SecretInfo> Secrets { get; init; } = [];

    /// <summary>What is known of the topics of stores that have the operator look after them.</summary>
    public IReadOnlyList<TopicVerdict> Topics { get; init; } = [];

    /// <summary>What was published before, merged from all shards; null if nothing was.</summary>
    public AgentConfig? Published { get; init; }

    /// <summary>Namespace in which Secrets of cluster stores lie. Unused when <see cref="Local"/>.</summary>
    public string OperatorNamespace { get; init; } = "log-operator";

    /// <summary>The time that a pipeline gets that is accepted for the first time; null outside a cluster.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>
    /// Whether this is one machine without a cluster: Secrets and topics are taken to be there, file stores' paths are taken as they are.
    /// </summary>
    public bool Local { get; init; }
}
