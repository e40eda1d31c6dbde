using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Schema;

/// <summary>Makes structural OpenAPI v3 schemas (Kubernetes, "Specifying a structural schema") out of types and their rules.</summary>
/// <param name="namespaced">Whether the schema is for a namespaced kind, which lacks the members that only cluster kinds have.</param>
internal sealed class SchemaBuilder(bool namespaced)
{
    /// <summary>The schema of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="rules">Its rules; null if it has none.</param>
    public JsonObject Build(Type type, IValidator? rules) => Build(type, MemberBounds.OfObject(null), MemberBounds.OfObject(null), rules, null);

    private JsonObject Build(Type type, MemberBounds bounds, MemberBounds elementBounds, IValidator? rules, PropertyInfo? member)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
        {
            return Text(bounds, bounds.MaximumLength, bounds.Patterns);
        }

        if (type == typeof(ByteSize))
        {
            return Text(bounds, ByteSize.MaximumLength, [ByteSize.Pattern]);
        }

        if (type == typeof(Duration))
        {
            return Text(bounds, Duration.MaximumLength, [Duration.Pattern]);
        }

        if (type == typeof(DateTimeOffset))
        {
            return new JsonObject { ["type"] = "string", ["format"] = "date-time" };
        }

        if (type == typeof(bool))
        {
            return new JsonObject { ["type"] = "boolean" };
        }

        if (type == typeof(int) || type == typeof(long))
        {
            return Number(type, bounds);
        }

        if (type.IsEnum)
        {
            return new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. EnumNames(type).Select(n => (JsonNode)n)]) };
        }

        if (ElementOf(type, typeof(IReadOnlyDictionary<,>)) is { } value)
        {
            return Map(value, bounds, elementBounds);
        }

        if (ElementOf(type, typeof(IReadOnlyList<>)) is { } item)
        {
            return List(item, bounds, elementBounds, member);
        }

        return Object(type, rules ?? bounds.Child ?? SpecRules.Of(type));
    }

    private static JsonObject Text(MemberBounds bounds, int? maximum, List<string> patterns)
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (bounds.MinimumLength is { } minimum)
        {
            schema["minLength"] = minimum;
        }

        if (maximum is not null)
        {
            schema["maxLength"] = maximum;
        }

        if (patterns.Count > 0)
        {
            schema["pattern"] = patterns[0];
        }

        if (patterns.Count > 1)
        {
            schema["allOf"] = new JsonArray([.. patterns.Skip(1).Select(p => new JsonObject { ["pattern"] = p })]);
        }

        return schema;
    }

    private static JsonObject Number(Type type, MemberBounds bounds)
    {
        var schema = new JsonObject { ["type"] = "integer", ["format"] = type == typeof(int) ? "int32" : "int64" };
        if (bounds.Minimum is { } minimum)
        {
            schema["minimum"] = minimum;
        }

        if (bounds.Maximum is { } maximum)
        {
            schema["maximum"] = maximum;
        }

        return schema;
    }

    private JsonObject Map(Type value, MemberBounds bounds, MemberBounds elementBounds)
    {
        // Rules on entries see pairs; a schema can bound the values only.
        var valueBounds = elementBounds.Child is { } pair ? MemberBounds.Of(pair, "Value") : elementBounds;
        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = Build(value, valueBounds, MemberBounds.OfObject(null), null, null) };
        if (bounds.MinimumLength is { } minimum)
        {
            schema["minProperties"] = minimum;
        }

        if (bounds.MaximumCount is { } maximum)
        {
            schema["maxProperties"] = maximum;
        }

        return schema;
    }

    private JsonObject List(Type item, MemberBounds bounds, MemberBounds elementBounds, PropertyInfo? member)
    {
        var schema = new JsonObject { ["type"] = "array" };
        if (bounds.MinimumLength is { } minimum)
        {
            schema["minItems"] = minimum;
        }

        if (bounds.MaximumCount is { } maximum)
        {
            schema["maxItems"] = maximum;
        }

        var key = member?.GetCustomAttribute<MapListAttribute>()?.Key;
        schema["x-kubernetes-list-type"] = key is null ? "atomic" : "map";
        if (key is not null)
        {
            schema["x-kubernetes-list-map-keys"] = new JsonArray(key);
        }

        schema["items"] = Build(item, elementBounds, MemberBounds.OfObject(null), null, null);
        return schema;
    }

    private JsonObject Object(Type type, IValidator? rules)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var property in Members(type))
        {
            var bounds = MemberBounds.Of(rules, property.Name);
            var schema = Build(property.PropertyType, bounds, MemberBounds.OfElements(rules, property.Name), null, property);
            if (DocComments.Of(property) is { } description)
            {
                schema.Insert(0, "description", description);
            }

            var name = NameOf(property);
            properties[name] = schema;
            if (bounds.Required || property.IsDefined(typeof(RequiredMemberAttribute)))
            {
                required.Add((JsonNode)name);
            }
        }

        var result = new JsonObject { ["type"] = "object" };
        if (required.Count > 0)
        {
            result["required"] = required;
        }

        if (properties.Count > 0)
        {
            result["properties"] = properties;
        }

        var groups = MemberBounds.OfObject(rules).ExactlyOne.ToList();
        if (UnionMember(type) is { } memberType)
        {
            groups.Insert(0, [.. Members(type).Where(p => p.PropertyType.IsAssignableTo(memberType)).Select(NameOf)]);
        }

        if (groups.Count > 0)
        {
            result["x-kubernetes-validations"] = new JsonArray([.. groups.Select(ExactlyOne)]);
        }

        return result;
    }

    private static JsonObject ExactlyOne(IReadOnlyList<string> members) => members.Count == 1 ? new()
    {
        ["rule"] = $"has(self.{CelName.Of(members[0])})",
        ["message"] = $"must have {members[0]}",
    } : new()
    {
        ["rule"] = $"[{string.Join(", ", members.Select(m => $"has(self.{CelName.Of(m)})"))}].exists_one(x, x)",
        ["message"] = $"must have exactly one of {string.Join(", ", members)}",
    };

    private IEnumerable<PropertyInfo> Members(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => !p.IsDefined(typeof(JsonIgnoreAttribute)) && p.GetIndexParameters().Length == 0)
            .Where(p => !namespaced || !p.IsDefined(typeof(ClusterOnlyAttribute)))
            .OrderBy(NameOf, StringComparer.Ordinal);

    private static string NameOf(PropertyInfo property) =>
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static IEnumerable<string> EnumNames(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => f.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? f.Name);

    private static Type? ElementOf(Type type, Type open) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == open ? type.GetGenericArguments()[^1] : null;

    private static Type? UnionMember(Type type) =>
        type.BaseType is { IsGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(Union<>) ? parent.GetGenericArguments()[0] : null;
}
