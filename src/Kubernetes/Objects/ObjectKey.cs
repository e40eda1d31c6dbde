namespace LogOperator.Kubernetes.Objects;

/// <summary>Namespace and name: what tells the objects of one kind apart.</summary>
/// <param name="Namespace">Namespace; null for cluster-scoped objects.</param>
/// <param name="Name">Name.</param>
public readonly record struct ObjectKey(string? Namespace, string Name)
{
    /// <summary><c>namespace/name</c>, or the name alone.</summary>
    public override string ToString() => Namespace is null ? Name : $"{Namespace}/{Name}";
}
