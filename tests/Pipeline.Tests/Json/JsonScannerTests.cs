using System.Text;
using System.Text.Json;
using LogOperator.Pipeline.Processors.Parse;
using LogOperator.Pipeline.Processors.Parse.Json;

namespace LogOperator.Pipeline.Tests.Json;

public sealed class JsonScannerTests
{
    private static readonly string[] Corpus =
    [
        "{}", " { } ", "{\"a\":1}", "{\"a\":1,}", "{\"a\"}", "{\"a\":}", "{,}", "{\"a\":1 \"b\":2}", "[]", "1", "", "{", "}", "{\"a\":01}", "{\"a\":-}",
        "{\"a\":-0.0e+10,\"b\":1E5,\"c\":0,\"d\":-12.25}", "{\"a\":1.}", "{\"a\":.5}", "{\"a\":1e}", "{\"a\":+1}", "{\"a\":truE}", "{\"a\":true,\"b\":false,\"c\":null}",
        "{\"a\":tru", "{\"a\":nul}", "{\"a\":falsey}", "{\"a\":[1,[2,[]],{\"x\":{}},\"s\"]}", "{\"a\":[1,]}", "{\"a\":[}", "{\"a\":{]}", "{\"a\":[1 2]}", "{\"a\":{\"b\":[{\"c\":1},2]}}",
        "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12g4\"}", "{\"a\":\"\\u123\"}", "{\"a\":\"\\\"}", "{\"a\":\"tab\there\"}",
        "{\"a\":\"a string that is longer than thirty-two bytes, so that several vectors are needed for it\"}", "{\"a\":1}x", "{\"a\":1} \r\n\t", "\u00a0{}", "{\"a\" : 1 , \"b\" : [ 1 , 2 ] }",
        "{\"a\":\"unterminated", "{a:1}", "{'a':1}", "{\"a\":1,\"a\":2}", "{\"a\":NaN}", "{\"time\":\"2026-11-21T10:00:00Z\",\"level\":\"info\",\"msg\":\"caf\u00e9 \u65e5\u672c \ud83d\ude00\",\"n\":{\"x\":[1,2,{\"y\":\"z\"}]}}",
    ];

    [Fact]
    public void Accepts_what_the_framework_accepts_and_nothing_else()
    {
        foreach (var text in Corpus)
        {
            Agree(Encoding.UTF8.GetBytes(text));
        }
    }

    [Fact]
    public void Agrees_with_the_framework_on_random_mutations()
    {
        var random = new Random(42);
        const string Alphabet = "{}[]\",:\\ 0123456789.eE+-truefalsn/ub\n\t";
        for (var i = 0; i < 200_000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(Corpus[random.Next(Corpus.Length)]).ToList();
            for (var n = random.Next(1, 4); n > 0 && bytes.Count > 0; n--)
            {
                var at = random.Next(bytes.Count);
                switch (random.Next(3))
                {
                    case 0:
                        bytes.RemoveAt(at);
                        break;
                    case 1:
                        bytes.Insert(at, (byte)Alphabet[random.Next(Alphabet.Length)]);
                        break;
                    default:
                        bytes[at] = (byte)Alphabet[random.Next(Alphabet.Length)];
                        break;
                }
            }

            Agree([.. bytes]);
        }
    }

    [Fact]
    public void Finds_the_end_of_strings_of_every_length_at_every_alignment()
    {
        for (var length = 0; length < 200; length++)
        {
            for (var special = -1; special < length; special++)
            {
                var inside = new byte[length];
                Array.Fill(inside, (byte)'x');
                if (special >= 0)
                {
                    inside[special] = (special % 3) switch { 0 => 1, 1 => (byte)'\\', _ => (byte)'"' };
                }

                Agree([.. "{\"k\":\""u8, .. inside, .. "\"}"u8]);
            }
        }
    }

    [Fact]
    public void Takes_64_levels_and_not_65()
    {
        Assert.True(Accepts(Nested(64)));
        Assert.False(Accepts(Nested(65)));
        Assert.False(Accepts(Nested(100_000)));
        Agree(Nested(64));
        Agree(Nested(65));

        static byte[] Nested(int depth) => Encoding.UTF8.GetBytes(
            "{\"a\":" + string.Concat(Enumerable.Range(1, depth - 1).Select(i => i % 2 == 0 ? "{\"b\":" : "[")) + "1"
            + string.Concat(Enumerable.Range(1, depth - 1).Reverse().Select(i => i % 2 == 0 ? "}" : "]")) + "}");
    }

    private static void Agree(byte[] text) => Assert.True(Accepts(text) == FrameworkAccepts(text), Encoding.UTF8.GetString(text));

    private static bool Accepts(byte[] text) => new JsonParser().Parse(text, new ParsedFields());

    private static bool FrameworkAccepts(byte[] text)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 64 });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
