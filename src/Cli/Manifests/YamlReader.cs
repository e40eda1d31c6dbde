using System.Buffers;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace LogOperator.Cli.Manifests;

/// <summary>Turns YAML into JSON and remembers the lines. Anchors, aliases and merge keys are resolved; a key given twice is an error.</summary>
internal sealed class YamlReader
{
    // Aliases of aliases grow without bound: what is written is counted, not what is read.
    private const int MaxNodes = 1_000_000;
    private const int MaxDepth = 100;

    private readonly IParser parser;
    private readonly Dictionary<AnchorName, List<ParsingEvent>> anchors = [];
    private int nodes;

    private YamlReader(IParser parser) => this.parser = parser;

    /// <summary>Every document of a file that is not empty.</summary>
    /// <exception cref="YamlException">The text is not YAML, or has no JSON form.</exception>
    public static IEnumerable<(JsonElement Root, LineMap Lines)> Read(TextReader text)
    {
        var parser = new Parser(text);
        parser.Consume<StreamStart>();
        while (parser.TryConsume<DocumentStart>(out _))
        {
            var reader = new YamlReader(parser);
            if (!parser.Accept<Scalar>(out var empty) || empty.Value.Length > 0)
            {
                yield return reader.Document();
            }
            else
            {
                parser.MoveNext();
            }

            parser.Consume<DocumentEnd>();
        }
    }

    private (JsonElement Root, LineMap Lines) Document()
    {
        var lines = new LineMap();
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(new Events(Subtree()), writer, lines, "", 0);
        }

        var json = new Utf8JsonReader(buffer.WrittenSpan);
        return (JsonElement.ParseValue(ref json), lines);
    }

    // One node with everything in it. Kept as events, so that an alias can repeat them.
    private List<ParsingEvent> Subtree()
    {
        var events = new List<ParsingEvent>();
        var open = new Stack<(AnchorName Anchor, int Start)>();
        do
        {
            var next = parser.Consume<ParsingEvent>();
            var start = events.Count;
            if (next is AnchorAlias alias)
            {
                if (!anchors.TryGetValue(alias.Value, out var target))
                {
                    throw new YamlException(alias.Start, alias.End, $"expected an anchor &{alias.Value.Value} above, found none");
                }

                events.AddRange(target);
            }
            else
            {
                events.Add(next);
            }

            Count(events.Count - start, next);
            if (next is MappingStart or SequenceStart)
            {
                open.Push((((NodeEvent)next).Anchor, start));
            }
            else if (next is MappingEnd or SequenceEnd)
            {
                var (anchor, from) = open.Pop();
                Keep(anchor, events, from);
            }
            else if (next is Scalar scalar)
            {
                Keep(scalar.Anchor, events, start);
            }
        }
        while (open.Count > 0);
        return events;
    }

    private void Keep(AnchorName anchor, List<ParsingEvent> events, int from)
    {
        if (!anchor.IsEmpty)
        {
            anchors[anchor] = events[from..];
        }
    }

    private void Count(int more, ParsingEvent where)
    {
        nodes += more;
        if (nodes > MaxNodes)
        {
            throw new YamlException(where.Start, where.End, $"expected at most {MaxNodes} nodes, found more; do aliases repeat each other?");
        }
    }

    private static void Write(Events events, Utf8JsonWriter writer, LineMap lines, string path, int depth)
    {
        var next = events.Take();
        lines.Add(path, (int)next.Start.Line);
        if (depth > MaxDepth)
        {
            throw new YamlException(next.Start, next.End, $"expected at most {MaxDepth} levels, found more");
        }

        switch (next)
        {
            case Scalar scalar:
                YamlScalars.Write(scalar, writer);
                break;
            case SequenceStart:
                writer.WriteStartArray();
                for (var i = 0; events.Peek() is not SequenceEnd; i++)
                {
                    Write(events, writer, lines, LineMap.Element(path, i), depth + 1);
                }

                events.Take();
                writer.WriteEndArray();
                break;
            case MappingStart:
                writer.WriteStartObject();
                foreach (var (key, value) in Members(events, depth))
                {
                    var member = LineMap.Member(path, key.Value);
                    lines.Add(member, (int)key.Start.Line);
                    writer.WritePropertyName(key.Value);
                    Write(new Events(value), writer, lines, member, depth + 1);
                }

                writer.WriteEndObject();
                break;
            default:
                throw new YamlException(next.Start, next.End, $"expected a value, found {next.GetType().Name}");
        }
    }

    // Members in their order; those merged with << behind, as far as the mapping does not give them itself.
    private static List<(Scalar Key, IReadOnlyList<ParsingEvent> Value)> Members(Events events, int depth)
    {
        var members = new List<(Scalar Key, IReadOnlyList<ParsingEvent> Value)>();
        var merged = new List<(Scalar Key, IReadOnlyList<ParsingEvent> Value)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (events.Peek() is not MappingEnd)
        {
            if (events.Take() is not Scalar key)
            {
                throw new YamlException(events.Last.Start, events.Last.End, "expected a name as the key of a mapping, found a list or a mapping");
            }

            var value = events.TakeNode();
            if (key is { Value: "<<", Style: ScalarStyle.Plain })
            {
                merged.AddRange(Merge(key, value, depth));
            }
            else if (seen.Add(key.Value))
            {
                members.Add((key, value));
            }
            else
            {
                throw new YamlException(key.Start, key.End, $"expected every key once, found {key.Value} twice");
            }
        }

        events.Take();
        members.AddRange(merged.Where(m => seen.Add(m.Key.Value)));
        return members;
    }

    private static List<(Scalar Key, IReadOnlyList<ParsingEvent> Value)> Merge(Scalar key, IReadOnlyList<ParsingEvent> value, int depth)
    {
        var events = new Events(value);
        if (depth > MaxDepth)
        {
            throw new YamlException(key.Start, key.End, $"expected at most {MaxDepth} levels, found more");
        }

        switch (events.Take())
        {
            case MappingStart:
                return Members(events, depth + 1);
            case SequenceStart:
                var all = new List<(Scalar Key, IReadOnlyList<ParsingEvent> Value)>();
                while (events.Peek() is not SequenceEnd)
                {
                    all.AddRange(Merge(key, events.TakeNode(), depth + 1));
                }

                return all;
            default:
                throw new YamlException(key.Start, key.End, "expected a mapping or a list of mappings behind <<, found a scalar");
        }
    }

    private sealed class Events(IReadOnlyList<ParsingEvent> list)
    {
        private int at;

        public ParsingEvent Last => list[at - 1];

        public ParsingEvent Peek() => list[at];

        public ParsingEvent Take() => list[at++];

        public Range TakeNode()
        {
            var start = at;
            var open = 0;
            do
            {
                open += list[at++].NestingIncrease;
            }
            while (open > 0);
            return new Range(list, start, at - start);
        }
    }

    // A view, not a copy: copies of every level of a deep document would be quadratic.
    private sealed class Range(IReadOnlyList<ParsingEvent> list, int start, int count) : IReadOnlyList<ParsingEvent>
    {
        public int Count => count;

        public ParsingEvent this[int index] => list[start + index];

        public IEnumerator<ParsingEvent> GetEnumerator() => list.Skip(start).Take(count).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
