using System.Text.Json;

namespace LogOperator.Cli.Manifests;

/// <summary>Finds the places of a JSON document's members. Only done for messages.</summary>
internal static class JsonPositions
{
    /// <summary>Where every member stands.</summary>
    /// <param name="text">The file, which was read before and is valid up to the end of the document.</param>
    /// <param name="start">Where the document begins.</param>
    /// <param name="length">Its length.</param>
    public static IReadOnlyDictionary<string, TextPosition> Map(ReadOnlyMemory<byte> text, int start, int length)
    {
        var positions = new Dictionary<string, TextPosition>(StringComparer.Ordinal);
        var walk = new Walk(text.Span, start, length, positions);
        walk.Document();
        return positions;
    }

    private ref struct Walk(ReadOnlySpan<byte> text, int start, int length, Dictionary<string, TextPosition> positions)
    {
        private readonly ReadOnlySpan<byte> text = text;
        private Utf8JsonReader reader = new(text.Slice(start, length));
        private int counted;
        private int line = 1;

        public void Document()
        {
            reader.Read();
            Value("");
        }

        private void Value(string path)
        {
            positions.TryAdd(path, Position());
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                    {
                        var name = reader.GetString()!;
                        var member = path.Length == 0 ? name : $"{path}.{name}";
                        positions.TryAdd(member, Position());
                        reader.Read();
                        Value(member);
                    }

                    break;
                case JsonTokenType.StartArray:
                    for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
                    {
                        Value($"{path}[{i}]");
                    }

                    break;
            }
        }

        private TextPosition Position()
        {
            var at = start + (int)reader.TokenStartIndex;
            line += text[counted..at].Count((byte)'\n');
            counted = at;
            return new TextPosition(line, at - text[..at].LastIndexOf((byte)'\n'));
        }
    }
}
