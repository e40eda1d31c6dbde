using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Compilation;

/// <summary>What the compiler says of one object.</summary>
public sealed record Verdict
{
    /// <summary>The object.</summary>
    public required ResourceId Resource { get; init; }

    /// <summary>Generation of the object that was judged; 0 outside a cluster.</summary>
    public required long Generation { get; init; }

    /// <summary>
    /// Accepted for every kind, ResolvedRefs for pipelines and stores; with observedGeneration, without lastTransitionTime. Whoever writes
    /// the status adds the conditions that only the cluster can tell.
    /// </summary>
    public required IReadOnlyList<Condition> Conditions { get; init; }

    /// <summary>Everything that is wrong, with paths; what the conditions say in short.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>Kind of a source or store as written in its spec, such as <c>containerLogs</c>; null for other objects and where it is not clear.</summary>
    public string? Type { get; init; }

    /// <summary>Pipelines: generation that the configuration holds, an older one where the present one is not accepted; null if none.</summary>
    public long? RunningGeneration { get; init; }

    /// <summary>Pipelines: when the pipeline was first accepted; null if it never was, or outside a cluster.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>
    /// Pipelines: hash of everything that the configuration holds for it, sources and stores included; null if it holds nothing, or on a single machine. It changes
    /// with every effective change, also where the generation does not.
    /// </summary>
    public string? Hash { get; init; }

    /// <summary>Stores: number of pipelines in the configuration that deliver to it.</summary>
    public int Pipelines { get; init; }

    /// <summary>Whether the spec is valid and allowed, and everything that it refers to is there.</summary>
    public bool Good => Conditions.All(c => c.Status == "True");
}
