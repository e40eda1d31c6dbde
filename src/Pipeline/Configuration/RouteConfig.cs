namespace LogOperator.Pipeline.Configuration;

/// <summary>One route of a pipeline: the first whose expression holds takes the record, unless it says to continue.</summary>
public sealed record RouteConfig
{
    /// <summary>Name, unique in the pipeline.</summary>
    public required string Name { get; init; }

    /// <summary>Expression; null takes every record.</summary>
    public string? When { get; init; }

    /// <summary>Keys of the stores that get the record.</summary>
    public required IReadOnlyList<string> Stores { get; init; }

    /// <summary>Whether the routes behind this one are looked at too.</summary>
    public bool Continue { get; set; }
}
