using System.Text;
using System.Text.Json;
using LogOperator.Pipeline.Encoders;
using LogOperator.Pipeline.Processors;
using LogOperator.Pipeline.Processors.Parse;
using LogOperator.Pipeline.Processors.Parse.Json;
using LogOperator.Pipeline.Processors.Parse.Logfmt;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Tests.Encoders;

namespace LogOperator.Pipeline.Tests.Processors.Parse;

/// <summary>What <c>parse</c> points at and what the encoder makes of it are two halves of one promise: valid JSON that means what the line meant.</summary>
public sealed class ParsedRecordsEncodeTests
{
    private const string Alphabet = "{}[]\",:\\ 0123456789.eE+-truefalsn/ub\n\t\u00e9";

    private static readonly string[] Corpus =
    [
        """{"a":1,"b":"x\ny","c":[1,{"d":"e"}],"f":null,"g":true,"h":-0.5e3,"message":"say \"hi\" \u65e5"}""",
        """{ "level" : "warn" , "nested" : { "k" : "v" , "l" : [ "\u00e9" , 2 ] } , "a" : "x" , "a" : "y" }""",
        """{"log.iostream":"mine","\u006bey":"escaped name","k\\ey":{"x":{"y":{"z":[]}}},"msg":"caf\u00e9"}""",
    ];

    [Fact]
    public void A_parsed_object_is_written_with_the_values_that_it_had()
    {
        var random = new Random(11);
        var parsed = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var text = new StringBuilder(Corpus[i % Corpus.Length]);
            for (var n = i < Corpus.Length ? 0 : random.Next(1, 3); n > 0; n--)
            {
                text[random.Next(text.Length)] = Alphabet[random.Next(Alphabet.Length)];
            }

            var line = text.ToString();
            var encoded = Encode(Encoding.UTF8.GetBytes(line), new ParseSpec { Json = new JsonParserSpec(), Body = ParseSpec.NoBody }, out var failed);
            if (failed)
            {
                continue;
            }

            parsed++;
            foreach (var (name, value) in Members(line))
            {
                Assert.True(JsonElement.DeepEquals(value, encoded.GetProperty("attributes").GetProperty(name)), $"{line}: {name}");
            }
        }

        Assert.InRange(parsed, 4_000, 20_000);
    }

    [Fact]
    public void Any_bytes_are_written_as_valid_JSON_on_one_line()
    {
        var random = new Random(12);
        for (var i = 0; i < 20_000; i++)
        {
            var line = Encoding.UTF8.GetBytes(i % 4 == 3 ? "level=info msg=\"a \\\"b\\\" c\" x=y z" : Corpus[i % 3]);
            for (var n = random.Next(1, 5); n > 0; n--)
            {
                line[random.Next(line.Length)] = (byte)random.Next(256);
            }

            Encode(line, i % 4 == 3 ? new ParseSpec { Logfmt = new LogfmtParserSpec() } : new ParseSpec { Json = new JsonParserSpec() }, out _);
        }
    }

    [Fact]
    public void Members_are_copied_as_they_would_be_written_one_by_one()
    {
        var random = new Random(13);
        var copied = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var line = Encoding.UTF8.GetBytes(Corpus[i % Corpus.Length].Replace("\\u006bey", "key", StringComparison.Ordinal).Replace("k\\\\ey", "k", StringComparison.Ordinal));
            for (var n = i < Corpus.Length ? 0 : random.Next(1, 3); n > 0; n--)
            {
                line[random.Next(line.Length)] = (byte)Alphabet[random.Next(Alphabet.Length)];
            }

            var batch = Some.Batch(Some.Pod, [line]);
            new Stage(new StageSpec { Parse = new ParseSpec { Json = new JsonParserSpec() } }, 0).Process(batch);
            var record = batch[0];
            if (record.AttributeCount > 1 && random.Next(2) == 0)
            {
                record.RemoveAt(random.Next(record.AttributeCount));
            }

            var fast = Encoded.Text(record);
            copied += ProvenFields.Prove(record) == FieldProof.Json ? 1 : 0;
            foreach (ref var field in batch.FieldsOf(0))
            {
                field = field with { Proof = FieldProof.None };
            }

            Assert.Equal(Encoded.Text(record), fast);
            batch.Release();
        }

        Assert.InRange(copied, 4_000, 20_000);
    }

    [Fact]
    public void An_attribute_that_was_changed_is_not_copied()
    {
        var batch = Some.Batch("""{"a":"x","b":"y"}""");
        new Stage(new StageSpec { Parse = new ParseSpec { Json = new JsonParserSpec() } }, 0).Process(batch);
        var record = batch[0];
        Assert.Equal(FieldProof.Json, ProvenFields.Prove(record));
        record.Set("a"u8, ValueKind.Text, "q\"q"u8);
        record.RenameAt(1, "a\n"u8);
        Assert.Equal(FieldProof.None, ProvenFields.Prove(record));
        Assert.Contains("""
            "attributes":{"a":"q\"q","a\n":"y"
            """.Trim(), Encoded.Text(record), StringComparison.Ordinal);
        batch.Release();
    }

    /// <summary>The members as another reader sees them; of those with one name the last.</summary>
    private static Dictionary<string, JsonElement> Members(string line)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in JsonDocument.Parse(line).RootElement.EnumerateObject())
        {
            members[member.Name] = member.Value;
        }

        return members;
    }

    private static JsonElement Encode(byte[] line, ParseSpec spec, out bool failed)
    {
        var batch = Some.Batch(Some.Pod, [line]);
        var stage = new Stage(new StageSpec { Parse = spec }, 0);
        stage.Process(batch);
        failed = stage.Counts.Failed > 0;
        using var encoder = new JsonRecordEncoder();
        using var buffer = new EncodeBuffer();
        encoder.Encode(batch[0], buffer);
        batch.Release();
        Assert.DoesNotContain((byte)'\n', buffer.Written.ToArray());
        return JsonDocument.Parse(buffer.Written.ToArray()).RootElement;
    }
}
