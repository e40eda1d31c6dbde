using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.V1Alpha1;

/// <summary>One way out of a pipeline. The first route whose expression holds takes the record, unless it says to continue.</summary>
public sealed record RouteSpec
{
    /// <summary>Names the route in messages; unique in the pipeline.</summary>
    public required string Name { get; init; }

    /// <summary>Expression: takes the records for which it is true; all if left out.</summary>
    public string? When { get; init; }

    /// <summary>Stores that get a copy of each record that the route takes.</summary>
    public required IReadOnlyList<StoreRefSpec> Stores { get; init; }

    /// <summary>Whether the routes behind this one are looked at too. Default false.</summary>
    public bool? Continue { get; init; }
}
