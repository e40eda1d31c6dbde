using System.Text;
using System.Text.Json.Serialization.Metadata;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Kubernetes;

/// <summary>Names a kind of object to the API server and says how it looks as JSON: the key of every call. Custom resources make their own.</summary>
/// <typeparam name="T">Type of the objects.</typeparam>
public sealed class KubeResource<T>
    where T : class, IKubeObject
{
    /// <summary>Describes a kind.</summary>
    /// <param name="group">API group; empty for the core group.</param>
    /// <param name="version">Version, for instance <c>v1</c>.</param>
    /// <param name="plural">Plural name in paths, for instance <c>pods</c>.</param>
    /// <param name="kind">Kind, for instance <c>Pod</c>.</param>
    /// <param name="namespaced">Whether the objects live in namespaces.</param>
    /// <param name="typeInfo">The source-generated JSON form.</param>
    public KubeResource(string group, string version, string plural, string kind, bool namespaced, JsonTypeInfo<T> typeInfo)
    {
        Group = group;
        Version = version;
        Plural = plural;
        Kind = kind;
        Namespaced = namespaced;
        TypeInfo = typeInfo;
        ApiVersion = group.Length == 0 ? version : $"{group}/{version}";
    }

    /// <summary>API group; empty for the core group.</summary>
    public string Group { get; }

    /// <summary>Version, for instance <c>v1</c>.</summary>
    public string Version { get; }

    /// <summary>Plural name in paths, for instance <c>pods</c>.</summary>
    public string Plural { get; }

    /// <summary>Kind, for instance <c>Pod</c>.</summary>
    public string Kind { get; }

    /// <summary>Whether the objects live in namespaces.</summary>
    public bool Namespaced { get; }

    /// <summary>The source-generated JSON form.</summary>
    public JsonTypeInfo<T> TypeInfo { get; }

    /// <summary>Group and version as objects carry them.</summary>
    public string ApiVersion { get; }

    /// <inheritdoc />
    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    internal string CollectionPath(string? ns)
    {
        var path = new StringBuilder(Group.Length == 0 ? "/api/" : $"/apis/{Group}/").Append(Version);
        if (Namespaced && ns is not null)
        {
            path.Append("/namespaces/").Append(Segment(ns, "namespace"));
        }

        return path.Append('/').Append(Plural).ToString();
    }

    internal string ObjectPath(string? ns, string name, string? subresource = null)
    {
        if (Namespaced && string.IsNullOrEmpty(ns))
        {
            throw new ArgumentException($"expected a namespace, since {this} live in namespaces, found none", nameof(ns));
        }

        var path = $"{CollectionPath(ns)}/{Segment(name, "name")}";
        return subresource is null ? path : $"{path}/{subresource}";
    }

    // A name such as ".." would otherwise climb to another object's path.
    private static string Segment(string value, string what) => value is "" or "." or ".." || value.Contains('/')
        ? throw new ArgumentException($"expected a {what} of an object, found \"{value}\"")
        : Uri.EscapeDataString(value);
}
