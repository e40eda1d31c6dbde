using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Processors;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sources;

namespace LogOperator.Repository.Tests.Reference;

/// <summary>The members of a spec with type and meaning, as rows of a Markdown table; those of its own members below, by their path.</summary>
internal static class MemberTable
{
    // These have chapters of their own; what a label selector is, Kubernetes says.
    private static readonly Type[] Chapters = [typeof(SourceSpec), typeof(StageSpec), typeof(SinkSpec)];
    private static readonly Type[] Leaves = [.. Chapters, typeof(LabelSelectorSpec)];

    public static IReadOnlyList<string> Of(Type spec)
    {
        List<string> rows = [.. Rows(spec, "", Chapters.Contains(spec))];
        return rows.Count == 0 ? ["It has no members."] : ["| member | type | meaning |", "| --- | --- | --- |", .. rows];
    }

    /// <summary>The kinds that a union chooses from, by name.</summary>
    public static IReadOnlyList<(string Name, Type Spec)> KindsOf(Type union) =>
        [.. Members(union).Where(p => IsKind(union, p)).Select(p => (NameOf(p), p.PropertyType)).OrderBy(k => k.Item1, StringComparer.Ordinal)];

    private static IEnumerable<string> Rows(Type spec, string prefix, bool withoutKinds)
    {
        foreach (var property in Members(spec).Where(p => !withoutKinds || !IsKind(spec, p)))
        {
            var path = prefix + NameOf(property);
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            var element = ElementOf(type, typeof(IReadOnlyList<>)) ?? ElementOf(type, typeof(IReadOnlyDictionary<,>));
            yield return $"| `{path}` | {TypeOf(type)}{(property.IsDefined(typeof(RequiredMemberAttribute)) ? ", required" : "")} | {MeaningOf(property, element ?? type)} |";
            var inner = element ?? type;
            if (inner.IsClass && inner != typeof(string) && !Leaves.Contains(inner))
            {
                var suffix = element is null ? "." : "[].";
                foreach (var row in Rows(inner, path + suffix, withoutKinds: false))
                {
                    yield return row;
                }
            }
        }
    }

    private static string MeaningOf(PropertyInfo property, Type type)
    {
        var parts = new List<string> { DocText.Of(property) };
        if (property.IsDefined(typeof(ClusterOnlyAttribute)))
        {
            parts.Add("*Cluster kinds only.*");
        }

        if (type.IsEnum)
        {
            parts.AddRange(type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => $"<br>`{NameOf(f)}`: {DocText.Of(f)}"));
        }

        return string.Join(' ', parts.Where(p => p.Length > 0));
    }

    private static string TypeOf(Type type)
    {
        if (ElementOf(type, typeof(IReadOnlyList<>)) is { } item)
        {
            return $"list of {TypeOf(item)}";
        }

        if (ElementOf(type, typeof(IReadOnlyDictionary<,>)) is { } value)
        {
            return $"map to {TypeOf(value)}";
        }

        return type switch
        {
            _ when type == typeof(string) => "text",
            _ when type == typeof(LabelSelectorSpec) => "label selector",
            _ when type == typeof(ByteSize) => "size",
            _ when type == typeof(Duration) => "duration",
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(int) || type == typeof(long) => "number",
            { IsEnum: true } => "word",
            _ => "object",
        };
    }

    private static IEnumerable<PropertyInfo> Members(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(p => !p.IsDefined(typeof(JsonIgnoreAttribute)) && p.GetIndexParameters().Length == 0)
        .OrderBy(NameOf, StringComparer.Ordinal);

    private static bool IsKind(Type union, PropertyInfo property) =>
        union.BaseType is { IsGenericType: true } parent
        && parent.GetGenericTypeDefinition() == typeof(Union<>)
        && property.PropertyType.IsAssignableTo(parent.GetGenericArguments()[0]);

    private static string NameOf(MemberInfo member) => member switch
    {
        FieldInfo field => field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? field.Name,
        _ => member.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(member.Name),
    };

    private static Type? ElementOf(Type type, Type open) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == open ? type.GetGenericArguments()[^1] : null;
}
