using System.Text.Json;

namespace LogOperator.Cli.Manifests;

/// <summary>Finds the lines of a JSON document's members.</summary>
internal static class JsonLines
{
    /// <summary>The lines of every member.</summary>
    /// <param name="json">The text, which was read before and is valid.</param>
    /// <param name="options">How it was read.</param>
    /// <param name="before">Lines of the file before the text.</param>
    public static LineMap Map(ReadOnlyMemory<byte> json, JsonReaderOptions options, int before)
    {
        var map = new LineMap();
        var walk = new Walk(json.Span, options, map, before + 1);
        if (walk.Read())
        {
            walk.Value("");
        }

        return map;
    }

    private ref struct Walk(ReadOnlySpan<byte> json, JsonReaderOptions options, LineMap map, int first)
    {
        private readonly ReadOnlySpan<byte> json = json;
        private Utf8JsonReader reader = new(json, options);
        private long counted;
        private int line = first;

        public bool Read() => reader.Read();

        public void Value(string path)
        {
            map.Add(path, Line());
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                    {
                        var member = LineMap.Member(path, reader.GetString()!);
                        map.Add(member, Line());
                        reader.Read();
                        Value(member);
                    }

                    break;
                case JsonTokenType.StartArray:
                    for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
                    {
                        Value(LineMap.Element(path, i));
                    }

                    break;
            }
        }

        private int Line()
        {
            line += json[(int)counted..(int)reader.TokenStartIndex].Count((byte)'\n');
            counted = reader.TokenStartIndex;
            return line;
        }
    }
}
