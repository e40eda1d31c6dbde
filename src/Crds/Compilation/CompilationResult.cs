using LogOperator.Crds.V1Alpha1;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Compilation;

/// <summary>What the compiler made of a snapshot.</summary>
public sealed record CompilationResult
{
    /// <summary>What agents run; <see cref="AgentConfigShards"/> cuts it into the parts that are published.</summary>
    public required AgentConfig Config { get; init; }

    /// <summary>One verdict for every object of the snapshot, ordered by kind, namespace and name.</summary>
    public required IReadOnlyList<Verdict> Verdicts { get; init; }

    /// <summary>The secret values that agents need, ordered.</summary>
    public required IReadOnlyList<SecretUse> Credentials { get; init; }

    /// <summary>Every Secret that the verdicts depend on: what to look up for the next snapshot. Holds the credentials' Secrets too.</summary>
    public required IReadOnlyList<SecretUse> SecretsToLookUp { get; init; }

    /// <summary>Kafka topics to look after, ordered by the store's key.</summary>
    public required IReadOnlyList<TopicRequest> Topics { get; init; }

    /// <summary>
    /// LogAgents to run, ordered by name: the accepted ones, or, where the snapshot has none at all, one named <c>default</c> with all defaults.
    /// Every one of them gets the whole configuration.
    /// </summary>
    public required IReadOnlyList<LogAgent> Agents { get; init; }

    /// <summary>Names of LogAgents whose spec is not valid: their agents are to be left as they are until it is.</summary>
    public required IReadOnlyList<string> HeldAgents { get; init; }

    /// <summary>The verdict on an object; null if the snapshot did not hold it.</summary>
    public Verdict? Find(ResourceId resource) => Verdicts.FirstOrDefault(v => v.Resource == resource);
}
