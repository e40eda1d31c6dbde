namespace LogOperator.Crds.V1Alpha1;

/// <summary>What a source matches.</summary>
public sealed record MatchedStatus
{
    /// <summary>Number of pods.</summary>
    public int? Pods { get; init; }

    /// <summary>Number of containers.</summary>
    public int? Containers { get; init; }

    /// <summary>Number of nodes that these run on.</summary>
    public int? Nodes { get; init; }
}
