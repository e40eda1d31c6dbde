using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sinks;

/// <summary>Which namespaces' pipelines may use a cluster store.</summary>
public sealed partial record AllowedNamespacesSpec
{
    /// <summary>How namespaces are chosen. Default None.</summary>
    public AllowedFrom? From { get; init; }

    /// <summary>Labels of the namespaces, with <c>from: Selector</c>.</summary>
    public LabelSelectorSpec? Selector { get; init; }

    /// <summary>Names of the namespaces, with <c>from: Names</c>.</summary>
    public IReadOnlyList<string>? Names { get; init; }
}
