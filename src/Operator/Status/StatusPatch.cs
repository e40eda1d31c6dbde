using System.Text.Json.Nodes;

namespace LogOperator.Operator.Status;

/// <summary>Compares statuses as JSON. Pure.</summary>
internal static class StatusPatch
{
    // They move all the time; a change of these alone may wait long.
    private static readonly string[] Figures = ["rate", "lag", "dropped"];

    // Shown to people; a change of these alone may wait.
    private static readonly string[] Minor = [.. Figures, "message", "lastTransitionTime", "matched"];

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

    /// <summary>Whether two statuses differ in more than messages, counts of what is matched, rates, lag and drops.</summary>
    public static bool DiffersInSubstance(JsonObject present, JsonObject wanted) => !JsonNode.DeepEquals(Without(present, Minor), Without(wanted, Minor));

    /// <summary>Whether two statuses differ in more than rates, lag and drops.</summary>
    public static bool DiffersBesideFigures(JsonObject present, JsonObject wanted) => !JsonNode.DeepEquals(Without(present, Figures), Without(wanted, Figures));

    private static JsonNode? Without(JsonNode? node, string[] members) => node switch
    {
        JsonObject o => new JsonObject(o.Where(p => !members.Contains(p.Key)).Select(p => KeyValuePair.Create(p.Key, Without(p.Value, members)))),
        JsonArray a => new JsonArray([.. a.Select(n => Without(n, members))]),
        _ => node?.DeepClone(),
    };
}
