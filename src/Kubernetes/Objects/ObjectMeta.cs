using System.Text.Json.Serialization;

namespace LogOperator.Kubernetes.Objects;

/// <summary>Metadata that every persisted Kubernetes object carries; managedFields are left out on purpose.</summary>
public sealed record ObjectMeta
{
    /// <summary>Name, unique among the objects of its kind in its namespace.</summary>
    public string? Name { get; init; }

    /// <summary>Prefix from which the server makes a unique name when <see cref="Name" /> is absent.</summary>
    public string? GenerateName { get; init; }

    /// <summary>Namespace; absent for cluster-scoped objects.</summary>
    public string? Namespace { get; init; }

    /// <summary>Identity of this one incarnation, set by the server.</summary>
    public string? Uid { get; init; }

    /// <summary>Opaque version of the stored object, set by the server.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Number of the desired state, raised by the server at every change of spec.</summary>
    public long? Generation { get; init; }

    /// <summary>When the server created the object.</summary>
    [JsonConverter(typeof(TimeConverter))]
    public DateTimeOffset? CreationTimestamp { get; init; }

    /// <summary>When the object is to be gone; set once deletion was asked for.</summary>
    [JsonConverter(typeof(TimeConverter))]
    public DateTimeOffset? DeletionTimestamp { get; init; }

    /// <summary>Seconds that the object is given to end gracefully.</summary>
    public long? DeletionGracePeriodSeconds { get; init; }

    /// <summary>Labels, by which objects are selected.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Annotations, which are not selected by.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>Objects that this one depends on; it is collected when all of them are gone.</summary>
    public IReadOnlyList<OwnerReference>? OwnerReferences { get; init; }

    /// <summary>Names that must be removed before the object is deleted from the store.</summary>
    public IReadOnlyList<string>? Finalizers { get; init; }
}
