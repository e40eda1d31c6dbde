using System.Collections;
using System.Collections.Concurrent;
using System.Text.Json.Serialization.Metadata;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Compilation;

/// <summary>Finds members in namespaced objects that only cluster kinds may have. The schema of the namespaced kinds lacks them, but a schema can be bypassed.</summary>
internal static class ClusterOnlyMembers
{
    private static readonly ConcurrentDictionary<JsonTypeInfo, (JsonPropertyInfo Property, bool ClusterOnly)[]> Members = new();

    /// <summary>Finds every such member that is given.</summary>
    public static IEnumerable<Problem> Find(object value, JsonTypeInfo type, string path)
    {
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object:
                return Members.GetOrAdd(type, MembersOf).SelectMany(member => FindIn(value, member.Property, member.ClusterOnly, path));
            case JsonTypeInfoKind.Enumerable when type.Options.GetTypeInfo(type.ElementType!) is { Kind: not JsonTypeInfoKind.None } element:
                return ((IEnumerable)value).Cast<object?>().SelectMany((item, i) => item is null ? [] : Find(item, element, $"{path}[{i}]"));
            default:
                return [];
        }
    }

    private static IEnumerable<Problem> FindIn(object owner, JsonPropertyInfo property, bool clusterOnly, string path)
    {
        if (property.Get?.Invoke(owner) is not { } value)
        {
            return [];
        }

        var member = $"{path}.{property.Name}";
        return clusterOnly
            ? [new Problem(member, Reasons.PolicyDenied, "is for cluster kinds only")]
            : Find(value, property.Options.GetTypeInfo(property.PropertyType), member);
    }

    private static (JsonPropertyInfo Property, bool ClusterOnly)[] MembersOf(JsonTypeInfo type) =>
        [.. type.Properties.Select(p => (p, p.AttributeProvider?.IsDefined(typeof(ClusterOnlyAttribute), false) ?? false))];
}
