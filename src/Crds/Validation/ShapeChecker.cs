using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Validation;

/// <summary>
/// Compares JSON with the form that a type has, and reports every difference with its path, where a deserializer stops at the first.
/// Stricter than the deserializer in what the CRD's schema is stricter in: nulls, and the spelling of enum values.
/// </summary>
internal static class ShapeChecker
{
    // Members that the server writes into what people copy; the API server would take them too.
    private static readonly string[] ServerMembers = ["managedFields", "selfLink"];

    /// <summary>Checks a whole object; its status is not looked at.</summary>
    public static List<Problem> Check(JsonElement obj, JsonTypeInfo type)
    {
        var problems = new List<Problem>();
        CheckObject(obj, type, "", problems);
        return problems;
    }

    /// <summary>A value as messages show it.</summary>
    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String when value.GetString() is { Length: > 40 } text => $"\"{text[..40]}…\"",
        _ => value.GetRawText(),
    };

    private static void Check(JsonElement value, JsonTypeInfo type, string path, List<Problem> problems)
    {
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object:
                if (Expect(value, JsonValueKind.Object, "an object", path, problems))
                {
                    CheckObject(value, type, path, problems);
                }

                break;
            case JsonTypeInfoKind.Enumerable:
                if (Expect(value, JsonValueKind.Array, "a list", path, problems))
                {
                    var index = 0;
                    foreach (var element in value.EnumerateArray())
                    {
                        Check(element, Of(type, type.ElementType!), $"{path}[{index++}]", problems);
                    }
                }

                break;
            case JsonTypeInfoKind.Dictionary:
                if (Expect(value, JsonValueKind.Object, "an object", path, problems))
                {
                    foreach (var member in value.EnumerateObject())
                    {
                        Check(member.Value, Of(type, type.ElementType!), Member(path, member.Name), problems);
                    }
                }

                break;
            default:
                CheckScalar(value, type, path, problems);
                break;
        }
    }

    private static void CheckObject(JsonElement obj, JsonTypeInfo type, string path, List<Problem> problems)
    {
        var known = type.Properties.ToDictionary(p => p.Name);
        foreach (var member in obj.EnumerateObject())
        {
            if (path.Length == 0 && member.Name == "status")
            {
                continue;
            }

            if (known.TryGetValue(member.Name, out var property))
            {
                Check(member.Value, Of(type, property.PropertyType), Member(path, member.Name), problems);
            }
            else if (path != "metadata" || !ServerMembers.Contains(member.Name))
            {
                problems.Add(Unknown(Member(path, member.Name), member.Name, known.Keys));
            }
        }

        foreach (var property in type.Properties.Where(p => p.IsRequired && !obj.TryGetProperty(p.Name, out _)))
        {
            problems.Add(new Problem(Member(path, property.Name), Reasons.InvalidSpec, "is required"));
        }
    }

    private static void CheckScalar(JsonElement value, JsonTypeInfo type, string path, List<Problem> problems)
    {
        var target = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (value.ValueKind == JsonValueKind.Null)
        {
            problems.Add(new Problem(path, Reasons.InvalidSpec, $"must be {Expected(target)} (was null; leave it out for the default)"));
            return;
        }

        try
        {
            var read = value.Deserialize(type);
            if (!target.IsEnum || value.ValueKind == JsonValueKind.String && JsonSerializer.Serialize(read, type) == JsonSerializer.Serialize(value, ShapeJson.Default.JsonElement))
            {
                return;
            }
        }
        catch (JsonException e) when (e.Message.StartsWith("expected ", StringComparison.Ordinal))
        {
            problems.Add(new Problem(path, Reasons.InvalidSpec, $"must be {e.Message["expected ".Length..].Split(", found ")[0]} (was {Describe(value)})"));
            return;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // Told below, in the words of the one who wrote it.
        }

        var expected = target.IsEnum ? $"one of {string.Join(", ", EnumNames(target, type))}" : Expected(target);
        problems.Add(new Problem(path, Reasons.InvalidSpec, $"must be {expected} (was {Describe(value)})"));
    }

    private static bool Expect(JsonElement value, JsonValueKind kind, string name, string path, List<Problem> problems)
    {
        if (value.ValueKind == kind)
        {
            return true;
        }

        var hint = value.ValueKind == JsonValueKind.Null ? kind == JsonValueKind.Object ? "; write {} for all defaults" : "; leave it out if it is empty" : "";
        problems.Add(new Problem(path, Reasons.InvalidSpec, $"must be {name} (was {Describe(value)}{hint})"));
        return false;
    }

    private static Problem Unknown(string path, string name, IEnumerable<string> known)
    {
        var nearest = known.Select(k => (Name: k, Distance: EditDistance(name, k))).OrderBy(k => k.Distance).ThenBy(k => k.Name, StringComparer.Ordinal).FirstOrDefault();
        var hint = nearest.Name is null ? "here nothing can be set"
            : nearest.Distance <= Math.Max(2, name.Length / 3) ? $"did you mean {nearest.Name}?"
            : $"known are {string.Join(", ", known.Order(StringComparer.Ordinal))}";
        return new Problem(path, Reasons.InvalidSpec, $"is not known ({hint})");
    }

    private static IEnumerable<string> EnumNames(Type type, JsonTypeInfo form)
    {
        foreach (var value in Enum.GetValuesAsUnderlyingType(type))
        {
            yield return JsonSerializer.Serialize(Enum.ToObject(type, value), form).Trim('"');
        }
    }

    private static string Expected(Type type) => Type.GetTypeCode(type) switch
    {
        _ when type.IsEnum => "a name",
        _ when type == typeof(ByteSize) => "a size such as \"8Mi\"",
        _ when type == typeof(Duration) => "a duration such as \"30s\" or \"500ms\"",
        _ when type == typeof(DateTimeOffset) => "a time such as 2026-03-01T09:30:00Z",
        TypeCode.Boolean => "true or false",
        TypeCode.String => "a string",
        TypeCode.Int32 or TypeCode.Int64 => "a whole number",
        TypeCode.Double or TypeCode.Decimal or TypeCode.Single => "a number",
        _ => $"a {type.Name.ToLowerInvariant()}",
    };

    private static JsonTypeInfo Of(JsonTypeInfo parent, Type type) => DeferredForms.Actual(parent.Options.GetTypeInfo(type));

    private static string Member(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static int EditDistance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + cost));
            }
        }

        return row[b.Length];
    }
}
