using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sources;

/// <summary>Selects namespaces; all if nothing is given.</summary>
public sealed partial record NamespaceSelectorSpec
{
    /// <summary>Names of namespaces.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Labels of namespaces.</summary>
    public LabelSelectorSpec? Selector { get; init; }

    /// <summary>Names of namespaces to leave out; wins over the others.</summary>
    public IReadOnlyList<string>? Exclude { get; init; }
}
