namespace LogOperator.Kubernetes.Objects;

/// <summary>Shorthands for what every object has.</summary>
public static class KubeObjectExtensions
{
    /// <summary>Namespace and name.</summary>
    /// <exception cref="InvalidOperationException">The object has no name.</exception>
    public static ObjectKey Key(this IKubeObject obj) => new(obj.Metadata.Namespace, obj.Name());

    /// <summary>Name.</summary>
    /// <exception cref="InvalidOperationException">The object has no name.</exception>
    public static string Name(this IKubeObject obj) => obj.Metadata.Name ?? throw new InvalidOperationException($"expected metadata.name of a {obj.Kind ?? "object"}, found none");

    /// <summary>Label value, or null.</summary>
    public static string? Label(this IKubeObject obj, string key) => obj.Metadata.Labels?.GetValueOrDefault(key);

    /// <summary>Annotation value, or null.</summary>
    public static string? Annotation(this IKubeObject obj, string key) => obj.Metadata.Annotations?.GetValueOrDefault(key);

    /// <summary>A reference to an object, as events carry it.</summary>
    public static ObjectReference ReferenceTo<T>(this KubeResource<T> resource, T obj)
        where T : class, IKubeObject => new()
        {
            ApiVersion = resource.ApiVersion,
            Kind = resource.Kind,
            Namespace = obj.Metadata.Namespace,
            Name = obj.Metadata.Name,
            Uid = obj.Metadata.Uid,
            ResourceVersion = obj.Metadata.ResourceVersion,
        };
}
