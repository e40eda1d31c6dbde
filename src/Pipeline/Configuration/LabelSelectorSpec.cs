namespace LogOperator.Pipeline.Configuration;

/// <summary>Selects by labels, with the meaning of Kubernetes' LabelSelector: all parts must hold; an empty one selects everything.</summary>
public sealed partial record LabelSelectorSpec
{
    /// <summary>Labels that must have exactly these values.</summary>
    public IReadOnlyDictionary<string, string>? MatchLabels { get; init; }

    /// <summary>Further requirements on labels.</summary>
    public IReadOnlyList<LabelRequirementSpec>? MatchExpressions { get; init; }
}
