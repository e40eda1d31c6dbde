using System.Text.Json.Nodes;

namespace LogOperator.Operator.Status;

/// <summary>Compares statuses as JSON. Pure.</summary>
internal static class StatusPatch
{
    // Shown to people; a change of these alone may wait.
    private static readonly HashSet<string> Minor = new(StringComparer.Ordinal) { "message", "lastTransitionTime", "matched" };

    /// <summary>The merge patch (RFC 7396) that turns one object into another; null when they are equal.</summary>
    public static JsonObject? Between(JsonObject present, JsonObject wanted)
    {
        var patch = new JsonObject();
        foreach (var (name, value) in wanted)
        {
            var old = present[name];
            if (JsonNode.DeepEquals(old, value))
            {
                continue;
            }

            patch[name] = old is JsonObject from && value is JsonObject to ? Between(from, to) : value?.DeepClone();
        }

        foreach (var (name, _) in present)
        {
            if (!wanted.ContainsKey(name))
            {
                patch[name] = null;
            }
        }

        return patch.Count == 0 ? null : patch;
    }

    /// <summary>Whether two statuses differ in more than messages and counts of what is matched.</summary>
    public static bool DiffersInSubstance(JsonObject present, JsonObject wanted) => !JsonNode.DeepEquals(Substance(present), Substance(wanted));

    private static JsonNode? Substance(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.Where(p => !Minor.Contains(p.Key)).Select(p => KeyValuePair.Create(p.Key, Substance(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Substance)]),
        _ => node?.DeepClone(),
    };
}
