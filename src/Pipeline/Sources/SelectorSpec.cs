using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sources;

/// <summary>Selects pods, containers and, in cluster kinds, namespaces. All parts must hold.</summary>
public sealed partial record SelectorSpec
{
    /// <summary>Selects pods by their labels.</summary>
    public LabelSelectorSpec? PodSelector { get; init; }

    /// <summary>Selects containers by name.</summary>
    public NameFilterSpec? Containers { get; init; }

    /// <summary>Selects namespaces.</summary>
    [ClusterOnly]
    public NamespaceSelectorSpec? Namespaces { get; init; }
}
