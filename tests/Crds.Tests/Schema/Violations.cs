using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LogOperator.Crds.Tests.Schema;

/// <summary>Breaks every bound of a schema that a valid object meets, one at a time.</summary>
internal sealed class Violations
{
    private readonly JsonObject original;
    private readonly List<Violation> found = [];

    private Violations(JsonObject original) => this.original = original;

    /// <summary>Every way to break the bounds of the spec's schema at the members that the object has.</summary>
    public static IReadOnlyList<Violation> Of(JsonObject obj, JsonObject crd)
    {
        var violations = new Violations(obj);
        violations.Visit(SpecSchema(crd), obj["spec"]!, ["spec"]);
        return violations.found;
    }

    /// <summary>Paths of all members in a schema; elements of lists and values of maps are written as <c>*</c>.</summary>
    public static IEnumerable<string> Members(JsonObject crd) => Members(SpecSchema(crd), "spec");

    /// <summary>The same paths, of those members that an object has.</summary>
    public static IEnumerable<string> MembersGiven(JsonObject obj, JsonObject crd) => Given(SpecSchema(crd), obj["spec"]!, "spec");

    private static JsonObject SpecSchema(JsonObject crd) =>
        crd["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!["properties"]!["spec"]!.AsObject();

    private static IEnumerable<string> Members(JsonObject schema, string path) =>
        Children(schema).SelectMany(c => Members(c.Schema, $"{path}.{c.Name}")).Prepend(path);

    private static IEnumerable<string> Given(JsonObject schema, JsonNode value, string path)
    {
        yield return path;
        foreach (var (name, child) in Children(schema))
        {
            var values = name != "*" ? [(value as JsonObject)?[name]]
                : value is JsonArray array ? array.ToArray()
                : value.AsObject().Select(m => m.Value).ToArray();
            foreach (var given in values.Where(v => v is not null).SelectMany(v => Given(child, v!, $"{path}.{name}")))
            {
                yield return given;
            }
        }
    }

    private static IEnumerable<(string Name, JsonObject Schema)> Children(JsonObject schema)
    {
        foreach (var (name, child) in schema["properties"]?.AsObject() ?? [])
        {
            yield return (name, child!.AsObject());
        }

        if ((schema["items"] ?? schema["additionalProperties"]) is JsonObject element)
        {
            yield return ("*", element);
        }
    }

    private void Visit(JsonObject schema, JsonNode value, object[] path)
    {
        var type = (string)schema["type"]!;
        Replace(path, "type", type == "string" ? JsonValue.Create(7) : JsonValue.Create("seven"));
        switch (type)
        {
            case "object":
                VisitObject(schema, value.AsObject(), path);
                break;
            case "array":
                VisitArray(schema, value.AsArray(), path);
                break;
            case "string":
                VisitText(schema, (string)value!, path);
                break;
            case "integer":
                if (schema["minimum"] is { } minimum)
                {
                    Replace(path, "minimum", JsonValue.Create((long)minimum - 1));
                }

                if (schema["maximum"] is { } maximum)
                {
                    Replace(path, "maximum", JsonValue.Create((long)maximum + 1));
                }

                break;
        }
    }

    private void VisitObject(JsonObject schema, JsonObject value, object[] path)
    {
        if (schema["additionalProperties"] is JsonObject element)
        {
            if (schema["minProperties"] is not null)
            {
                Replace(path, "minProperties", new JsonObject());
            }

            if (schema["maxProperties"] is { } most)
            {
                Replace(path, "maxProperties", new JsonObject(Enumerable.Range(0, (int)most + 1).Select(i => KeyValuePair.Create($"k{i}", value.First().Value?.DeepClone()))));
            }

            foreach (var (key, item) in value)
            {
                Visit(element, item!, [.. path, key]);
            }

            return;
        }

        // The API server drops unknown members of an object without any, and does not complain.
        if (schema["properties"] is not null)
        {
            Change(path, "unknown member", o => o.AsObject()["notThere"] = "x");
        }

        foreach (var required in schema["required"]?.AsArray() ?? [])
        {
            Change(path, $"required {required}", o => o.AsObject().Remove((string)required!));
        }

        foreach (var (name, child) in schema["properties"]?.AsObject() ?? [])
        {
            if (value[name] is { } given)
            {
                Visit(child!.AsObject(), given, [.. path, name]);
            }
        }
    }

    private void VisitArray(JsonObject schema, JsonArray value, object[] path)
    {
        if (schema["minItems"] is not null)
        {
            Replace(path, "minItems", new JsonArray());
        }

        if (schema["maxItems"] is { } most)
        {
            Replace(path, "maxItems", new JsonArray([.. Enumerable.Range(0, (int)most + 1).Select(i => Numbered(value[0]!, i))]));
        }

        for (var i = 0; i < value.Count; i++)
        {
            Visit(schema["items"]!.AsObject(), value[i]!, [.. path, i]);
        }
    }

    private void VisitText(JsonObject schema, string value, object[] path)
    {
        if (schema["enum"] is not null)
        {
            Replace(path, "enum", JsonValue.Create("NotThere"));
            Replace(path, "enum", JsonValue.Create(value.Any(char.IsUpper) ? value.ToLowerInvariant() : value.ToUpperInvariant()));
        }

        if (schema["minLength"] is not null)
        {
            Replace(path, "minLength", JsonValue.Create(""));
        }

        if (schema["maxLength"] is { } most)
        {
            Replace(path, "maxLength", JsonValue.Create(new string('a', (int)most + 1)));
        }

        if (schema["pattern"] is not null)
        {
            Replace(path, "pattern", JsonValue.Create("\u0001 ~é"));
            if (!Regex.IsMatch(value + " x", (string)schema["pattern"]!))
            {
                Replace(path, "pattern", JsonValue.Create(value + " x"));
            }
        }
    }

    private static JsonNode Numbered(JsonNode element, int number)
    {
        var copy = element.DeepClone();
        if (copy is JsonObject obj && obj["name"] is not null)
        {
            obj["name"] = $"n{number}";
        }
        else if (copy.GetValueKind() == JsonValueKind.String && !((string)copy!).Contains('/') && !((string)copy!).Contains(':'))
        {
            copy = JsonValue.Create($"n{number}");
        }

        return copy;
    }

    private void Replace(object[] path, string bound, JsonNode value) => Change(path[..^1], $"{bound} of {path[^1]}", owner =>
    {
        if (path[^1] is int index)
        {
            owner.AsArray()[index] = value;
        }
        else
        {
            owner.AsObject()[(string)path[^1]] = value;
        }
    });

    private void Change(object[] path, string bound, Action<JsonNode> change)
    {
        var copy = original.DeepClone().AsObject();
        JsonNode node = copy;
        foreach (var step in path)
        {
            node = step is int index ? node[index]! : node[(string)step]!;
        }

        change(node);
        found.Add(new Violation($"{string.Join('.', path)}: {bound}", copy));
    }
}
