using LogOperator.Pipeline.Sources;

namespace LogOperator.Pipeline.Configuration;

/// <summary>One source of a pipeline, with the namespaces that it may read.</summary>
public sealed record SourceConfig
{
    /// <summary>Name of the LogSource; <c>inline</c> where the pipeline holds it.</summary>
    public required string Name { get; init; }

    /// <summary>What the user wrote.</summary>
    public required SourceSpec Spec { get; init; }

    /// <summary>
    /// Namespaces whose pods it reads: the object's own for namespaced kinds, what the selector resolves to for cluster kinds.
    /// Null means every namespace. The agent checks it against the pod directory's name.
    /// </summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary>Namespaces that it never reads, whatever else is said: excluded or opted out.</summary>
    public IReadOnlyList<string>? ExcludedNamespaces { get; init; }

    /// <summary>Whether pods with the label <c>logoperator.io/exclude: "true"</c> are read all the same.</summary>
    public bool IgnoreExclude { get; set; }

    /// <summary>Whether pods of this product are read.</summary>
    public bool IncludeAgents { get; set; }
}
