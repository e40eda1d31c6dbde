using System.Runtime.CompilerServices;
using System.Text;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>A text with places that a record's resource fills. The key is the same for all records of a <see cref="BatchAttributes"/>.</summary>
internal sealed class KafkaKeyTemplate
{
    /// <summary>One key per pod and container.</summary>
    public const string Default = "{pod.uid}/{container}";

    private static readonly Dictionary<string, string> Places = new(StringComparer.Ordinal)
    {
        ["pod.uid"] = "k8s.pod.uid",
        ["pod.name"] = "k8s.pod.name",
        ["namespace"] = "k8s.namespace.name",
        ["container"] = "k8s.container.name",
        ["node"] = "k8s.node.name",
    };

    private readonly List<(string Text, bool IsPlace)> parts;
    private readonly ConditionalWeakTable<BatchAttributes, Key> made = [];
    private BatchAttributes? last;
    private byte[]? lastKey;

    /// <param name="template">A template without problems.</param>
    public KafkaKeyTemplate(string template) => parts = Split(template, out _);

    /// <summary>What is wrong with a template; null if nothing is.</summary>
    public static string? FindProblem(string template)
    {
        Split(template, out var problem);
        return problem;
    }

    /// <summary>The key of records with this resource; null, which lets the partitioner choose, where nothing fills the template.</summary>
    public byte[]? KeyOf(BatchAttributes attributes)
    {
        if (!ReferenceEquals(attributes, last))
        {
            last = attributes;
            lastKey = made.GetValue(attributes, a => new Key(Make(a))).Bytes;
        }

        return lastKey;
    }

    private byte[]? Make(BatchAttributes attributes)
    {
        var key = new List<byte>();
        var filled = !parts.Exists(p => p.IsPlace);
        foreach (var (text, isPlace) in parts)
        {
            var value = isPlace ? attributes.FindResource(text).Bytes : Encoding.UTF8.GetBytes(text);
            filled |= isPlace && !value.IsEmpty;
            key.AddRange(value);
        }

        return filled ? [.. key] : null;
    }

    private static List<(string Text, bool IsPlace)> Split(string template, out string? problem)
    {
        problem = null;
        var parts = new List<(string, bool)>();
        while (template.Length > 0)
        {
            var open = template.IndexOfAny(['{', '}']);
            if (open != 0)
            {
                parts.Add((open < 0 ? template : template[..open], false));
                template = open < 0 ? "" : template[open..];
                continue;
            }

            var close = template.IndexOf('}', StringComparison.Ordinal);
            var name = close > 0 && template[0] == '{' ? template[1..close] : null;
            if (name is null || !Places.TryGetValue(name, out var attribute))
            {
                var known = string.Join(", ", Places.Keys.Select(p => $"{{{p}}}"));
                problem = name is null ? "must close every { with a }" : $"must only use {known} (was \"{{{name}}}\")";
                return parts;
            }

            parts.Add((attribute, true));
            template = template[(close + 1)..];
        }

        return parts;
    }

    private sealed record Key(byte[]? Bytes);
}
