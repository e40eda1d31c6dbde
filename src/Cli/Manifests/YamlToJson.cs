using System.Buffers;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace LogOperator.Cli.Manifests;

/// <summary>
/// Turns YAML into JSON event by event and notes where everything stood. Duplicate keys are errors, aliases are expanded within bounds, and
/// scalars are read by the core schema of YAML 1.2, so that <c>on</c> and <c>yes</c> are strings.
/// </summary>
internal sealed class YamlToJson : IDisposable
{
    /// <summary>Most nodes of one document after aliases are expanded: far above any manifest, far below what fills the memory.</summary>
    public const int MaximumNodes = 200_000;

    /// <summary>Deepest nesting.</summary>
    public const int MaximumDepth = 64;

    private readonly Dictionary<string, List<ParsingEvent>> anchors = [];
    private readonly Dictionary<string, TextPosition> positions = new(StringComparer.Ordinal);
    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly Utf8JsonWriter writer;
    private int nodes;

    private YamlToJson() => writer = new Utf8JsonWriter(buffer);

    /// <summary>Converts every document that is not empty.</summary>
    /// <exception cref="YamlException">The text is not YAML, or YAML that a manifest may not use; documents before it were returned.</exception>
    public static IEnumerable<(ReadOnlyMemory<byte> Json, IReadOnlyDictionary<string, TextPosition> Positions)> Convert(TextReader text)
    {
        var parser = new Parser(new Scanner(text, skipComments: true));
        while (EventSource.Advance(parser))
        {
            if (parser.Current is not DocumentStart)
            {
                continue;
            }

            EventSource.Advance(parser);
            using var converter = new YamlToJson();
            var empty = parser.Current is Scalar { Value.Length: 0, Style: ScalarStyle.Plain };
            converter.Node(new EventSource(parser), "", parser.Current!.Start);
            converter.writer.Flush();
            if (!empty)
            {
                yield return (converter.buffer.WrittenMemory, converter.positions);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();

    private static YamlException Error(ParsingEvent at, string message) => new(at.Start, at.End, message);

    private void Node(EventSource source, string path, Mark keyed, int depth = 0)
    {
        var node = source.Current;
        if (depth > MaximumDepth)
        {
            throw Error(node, $"must not be nested deeper than {MaximumDepth} levels");
        }

        if (++nodes > MaximumNodes)
        {
            throw Error(node, $"must not have more than {MaximumNodes} nodes, aliases expanded");
        }

        // Places inside an alias are those of the anchor: that is where the text stands that is to be changed.
        positions[path] = At(keyed);
        if (node is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            source = Record(source, anchored);
        }

        switch (node)
        {
            case Scalar scalar:
                CoreScalar.Write(writer, scalar);
                source.MoveNext();
                break;
            case MappingStart:
                Mapping(source, path, depth);
                break;
            case SequenceStart:
                Sequence(source, path, depth);
                break;
            case AnchorAlias alias:
                if (!anchors.TryGetValue(alias.Value.Value, out var recorded))
                {
                    throw Error(alias, $"there is no anchor &{alias.Value.Value} before this alias");
                }

                Node(new EventSource(recorded), path, keyed, depth + 1);
                source.MoveNext();
                break;
            default:
                throw Error(node, "must be a value");
        }
    }

    private void Mapping(EventSource source, string path, int depth)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        writer.WriteStartObject();
        source.MoveNext();
        while (source.Current is not MappingEnd)
        {
            if (source.Current is not Scalar key)
            {
                throw Error(source.Current, "a key must be a plain text");
            }

            if (key is { Value: "<<", Style: ScalarStyle.Plain })
            {
                throw Error(key, "merge keys (<<) are not part of YAML 1.2; write the members out");
            }

            if (!keys.Add(key.Value))
            {
                throw Error(key, $"the key \"{key.Value}\" is given twice");
            }

            writer.WritePropertyName(key.Value);
            source.MoveNext();
            Node(source, path.Length == 0 ? key.Value : $"{path}.{key.Value}", key.Start, depth + 1);
        }

        writer.WriteEndObject();
        source.MoveNext();
    }

    private void Sequence(EventSource source, string path, int depth)
    {
        writer.WriteStartArray();
        source.MoveNext();
        for (var i = 0; source.Current is not SequenceEnd; i++)
        {
            Node(source, $"{path}[{i}]", source.Current.Start, depth + 1);
        }

        writer.WriteEndArray();
        source.MoveNext();
    }

    // Takes the whole anchored node out of the source, so that it can be read now and at each alias.
    private EventSource Record(EventSource source, NodeEvent anchored)
    {
        var events = source.Take();
        anchors[anchored.Anchor.Value] = events;
        return new EventSource(events);
    }

    private static TextPosition At(Mark mark) => new((int)mark.Line, (int)mark.Column);
}
