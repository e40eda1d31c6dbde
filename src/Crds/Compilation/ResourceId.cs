namespace LogOperator.Crds.Compilation;

/// <summary>Tells custom resources apart.</summary>
/// <param name="Kind">Kind, such as <c>LogPipeline</c>.</param>
/// <param name="Namespace">Namespace; empty for cluster kinds.</param>
/// <param name="Name">Name.</param>
public readonly record struct ResourceId(string Kind, string Namespace, string Name) : IComparable<ResourceId>
{
    /// <summary><c>namespace/name</c>, or <c>/name</c> for cluster kinds: the key in configurations, checkpoints, metrics and reports.</summary>
    public string Key => $"{Namespace}/{Name}";

    /// <inheritdoc/>
    public int CompareTo(ResourceId other) =>
        string.CompareOrdinal(Kind, other.Kind) is not 0 and var kind ? kind
        : string.CompareOrdinal(Namespace, other.Namespace) is not 0 and var ns ? ns
        : string.CompareOrdinal(Name, other.Name);

    /// <inheritdoc/>
    public override string ToString() => Namespace.Length == 0 ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";

    /// <summary>Orders by kind, namespace, name.</summary>
    public static bool operator <(ResourceId left, ResourceId right) => left.CompareTo(right) < 0;

    /// <summary>Orders by kind, namespace, name.</summary>
    public static bool operator >(ResourceId left, ResourceId right) => left.CompareTo(right) > 0;

    /// <summary>Orders by kind, namespace, name.</summary>
    public static bool operator <=(ResourceId left, ResourceId right) => left.CompareTo(right) <= 0;

    /// <summary>Orders by kind, namespace, name.</summary>
    public static bool operator >=(ResourceId left, ResourceId right) => left.CompareTo(right) >= 0;
}
