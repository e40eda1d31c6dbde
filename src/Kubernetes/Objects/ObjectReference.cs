namespace LogOperator.Kubernetes.Objects;

/// <summary>Names an object of any kind.</summary>
public sealed record ObjectReference
{
    /// <summary>API version.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Kind.</summary>
    public string? Kind { get; init; }

    /// <summary>Namespace; absent for cluster-scoped objects.</summary>
    public string? Namespace { get; init; }

    /// <summary>Name.</summary>
    public string? Name { get; init; }

    /// <summary>Identity of the incarnation.</summary>
    public string? Uid { get; init; }

    /// <summary>Version that was referred to.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Part of the object, for instance one container.</summary>
    public string? FieldPath { get; init; }
}
