using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LogOperator.Pipeline.Expressions;
using LogOperator.Pipeline.Patterns;
using LogOperator.Pipeline.Processors;
using LogOperator.Pipeline.Processors.Parse;
using LogOperator.Pipeline.Processors.Parse.Json;
using LogOperator.Pipeline.Processors.Parse.Logfmt;
using LogOperator.Pipeline.Processors.Parse.Regex;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Content;
using LogOperator.Pipeline.Tests.Encoders;
using LogOperator.Pipeline.Tests.Sources.Files.Lines;
using LogOperator.TestKit.Fuzzing;

namespace LogOperator.Pipeline.Tests.Fuzzing;

/// <summary>Parsers of bytes that others write: whatever they are given, they neither fail nor hang, and what comes out is consistent.</summary>
[Trait("Category", "Integration")]
public sealed class FuzzTests
{
    private const string Stamp = "2026-01-02T03:04:05.123456789Z";

    // Comparing lines costs the test more than finding them.
    private static readonly (long, int) Framing = (64 << 20, 20_000);

    private static readonly string[] CriLines =
    [
        $"{Stamp} stdout F a line\n{Stamp} stderr P part\n{Stamp} stderr F end\n",
        $"{Stamp} stdout F {new string('x', 300)}\n\0\0\0{Stamp} stdout F b\n",
        "2026-01-02T03:04:05.1+02:00 stdout F zone\r\n\uFEFFnothing\n2026-01-02T03:04:05Z stdout\n",
    ];

    private static readonly string[] JsonLines =
    [
        """{"time":"2026-01-02T03:04:05Z","level":"warn","message":"card \"4111\" caf\u00e9","status":404,"ratio":-0.5e-3,"a":[1,[2,{"b":null}]],"o":{"x":true,"y":{}}}""",
        """{"big":12345678901234567890,"neg":-1,"e":1E+400,"s":"\ud83d\ude00\n\t\/","":"empty","a":1,"a":2}""",
        """ { "a" : "b" } trailing""",
    ];

    [Fact]
    public void Container_lines_tile_the_block_and_both_framers_agree() =>
        new Fuzz(CriLines) { Words = [Stamp + " stdout F ", Stamp + " stderr P ", "\n", "\0\0\0\0"], Allocations = Framing }.Run(bytes => CheckFraming(bytes, FileFormat.Cri));

    [Fact]
    public void Plain_lines_tile_the_block_and_both_framers_agree() =>
        new Fuzz("a\nb\r\n\n", "\uFEFFfirst\nsecond", new string('x', 200) + "\n\0\0\0\0y\n") { Words = ["\n", "\r\n", "\0\0"], Allocations = Framing }
            .Run(bytes => CheckFraming(bytes, FileFormat.Plain));

    [Fact]
    public void Records_joined_of_container_lines_own_them_in_order() =>
        new Fuzz(CriLines) { Words = [Stamp + " stdout P ", Stamp + " stderr P ", "\n"], Allocations = (32 << 20, 4000) }.Run(bytes =>
        {
            using var lines = new LinesUnderTest(LinesUnderTest.Default with { MaxBytes = 400 });
            var end = Array.LastIndexOf(bytes, (byte)'\n') + 1;
            if (end == 0)
            {
                return;
            }

            lines.Add(bytes[..end]);
            lines.End();
            Assert.All(lines.Records, r => Assert.InRange(r.End, r.Id.Offset + 1, end));
            Assert.True(lines.Records.Sum(r => (long)Encoding.UTF8.GetByteCount(r.Body)) <= 3L * bytes.Length);
            Assert.False(lines.Joiner.IsHolding);
        });

    [Fact]
    public void Parsed_JSON_is_encoded_as_valid_JSON() =>
        new Fuzz(JsonLines) { Words = ["\\u0000", "\\ud800", "1e999", "{\"a\":", "[", "null"] }
            .Run(bytes => CheckStage(new StageSpec { Parse = new ParseSpec { Json = new JsonParserSpec() } }, bytes));

    [Fact]
    public void What_the_JSON_stage_takes_is_what_JSON_is() =>
        new Fuzz(JsonLines) { Words = ["\\u0000", "0", "-", "\"", "\\"] }.Run(bytes =>
        {
            if (bytes.AsSpan().ContainsAny((byte)'\n', (byte)'\0') || !IsObject(bytes, out var members))
            {
                return;
            }

            var batch = Some.Batch(Some.Pod, [bytes]);
            new Stage(new StageSpec { Parse = new ParseSpec { Json = new JsonParserSpec() } }, 0).Process(batch);
            Assert.True(members == 0 || batch[0].AttributeCount > 0 || batch[0].SeverityNumber != 0 || !batch[0].Body.Bytes.SequenceEqual(bytes), "an object was not taken");
            batch.Release();
        });

    [Fact]
    public void Parsed_logfmt_is_encoded_as_valid_JSON() =>
        new Fuzz("level=warn msg=\"two words\" n=3", "debug a= b=\"\" url=/x?a=b", "msg=\"say \\\"hi\\\"\\n\" a=1") { Words = ["=", "\"", "\\", " "] }
            .Run(bytes => CheckStage(new StageSpec { Parse = new ParseSpec { Logfmt = new LogfmtParserSpec() } }, bytes));

    [Theory]
    [InlineData(@"^(?<ip>\S+) - (?<user>\S+) \[(?<at>[^\]]+)\] ""(?<method>\w+) (?<path>[^ ""]*)[^""]*"" (?<status>\d{3}) (?<size>\d+|-)")]
    [InlineData(@"(?<user>[^ ]*) \[(?<at>.*?)\] ""(?<request>.*)"" (?:(?<status>\d{3})|-) (?<rest>[^""]+)$")]
    public void Lines_parsed_by_a_pattern_are_encoded_as_valid_JSON(string pattern)
    {
        new Fuzz("10.0.0.1 - ann [02/Jan/2026:03:04:05 +0000] \"GET /a?b=c HTTP/1.1\" 200 123 \"-\" \"curl\"") { Words = ["\"", "[", "] \"", " - "] }
            .Run(bytes => CheckStage(new StageSpec { Parse = new ParseSpec { Regex = new RegexParserSpec { Pattern = pattern } } }, bytes));
    }

    [Fact]
    public void A_pattern_compiles_or_says_why_not_and_its_groups_lie_in_the_text() =>
        new Fuzz(@"^(?<a>\S+) (?P<b>[^ ""]*)$", @"\d{1,3}(?:\.\d+)?|[a-f\x41]+", @"(?i)\bcaf.\b\Qx\E", "a*b+?c{2,}")
        {
            Words = ["(?<n>", "{1,1000}", "[^", "\\p{L}", "(?:", "|", "\\b"],
            Allocations = (512 << 20, 0),
        }.Run(bytes =>
        {
            var text = Encoding.UTF8.GetString(bytes);
            if (!Pattern.TryCompile(text, out var pattern, out var error))
            {
                Assert.NotEmpty(error.Message);
                return;
            }

            var groups = new GroupSpan[pattern.Groups.Count];
            foreach (var line in (byte[][])[bytes, "10.0.0.1 - GET \"x\" caf\u00e9"u8.ToArray(), []])
            {
                var isMatch = pattern.Matcher.TryMatch(line, groups);
                Assert.Equal(pattern.Matcher.IsMatch(line), isMatch);
                Assert.All(isMatch ? groups : [], g => Assert.True(g.Start < 0 || g.Start + g.Length <= line.Length));
            }
        });

    [Fact]
    public void An_expression_compiles_or_says_where_not()
    {
        new Fuzz("severity >= WARN && !(body.contains('x') || attributes.status in [1, 2.5, 'a'])", "body.matches(r\"\\d+\")", "has(resource[\"k8s.pod.name\"]) && true")
        {
            Words = ["&&", "||", "!", "in [", "attributes[\"", "'", ".matches(", "1e308"],
        }.Run(bytes =>
        {
            var text = Encoding.UTF8.GetString(bytes);
            if (Expression.TryCompile(text, out var predicate, out var error))
            {
                predicate.Matches(Some.Record("""{"a":1}"""));
            }
            else
            {
                Assert.InRange(error.Position, -1, text.Length);
                Assert.NotEmpty(error.Message);
            }
        });
    }

    [Fact]
    public void A_damaged_archive_is_read_as_far_as_it_goes_and_the_same_from_any_offset()
    {
        var line = string.Concat(Enumerable.Range(0, 400).Select(i => $"{Stamp} stdout F line {i}\n"));
        var path = Path.GetTempFileName();
        try
        {
            new Fuzz { Files = [Zip(line, CompressionLevel.Fastest), Zip("", CompressionLevel.Fastest), Zip(new string('x', 100_000), CompressionLevel.Optimal)] }.Run(bytes =>
            {
                File.WriteAllBytes(path, bytes);
                using var content = new GzipContent(File.OpenHandle(path));
                var (whole, part) = (new byte[200_000], new byte[1000]);
                var length = content.Read(whole, 0);
                Assert.Equal(length, content.Read(whole, 0));
                foreach (var offset in (int[])[0, length / 2, Math.Max(0, length - 10)])
                {
                    var read = content.Read(part, offset);
                    Assert.True(whole.AsSpan(offset, Math.Min(read, length - offset)).SequenceEqual(part.AsSpan(0, Math.Min(read, length - offset))));
                }
            });
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void CheckFraming(byte[] bytes, FileFormat format)
    {
        foreach (var place in Enum.GetValues<BlockPlace>())
        {
            var framed = Framed.Of(bytes, format, place);
            Assert.Equal(Framed.Of(bytes, format, place, scalar: true).Lines, framed.Lines);
            var at = 0;
            foreach (var line in framed.Lines)
            {
                Assert.Equal(at, line.Start);
                Assert.InRange(line.Content, line.Start, line.End);
                Assert.InRange(line.Content + line.ContentLength, line.Content, line.End);
                Assert.InRange(line.TimestampLength, 0, line.End - line.Start);
                at = line.End;
            }

            Assert.InRange(at, 0, Array.LastIndexOf(bytes, (byte)'\n') + 1);
        }
    }

    private static void CheckStage(StageSpec spec, byte[] bytes)
    {
        var batch = Some.Batch(Some.Pod, [bytes]);
        new Stage(spec, 0).Process(batch);

        // Half a surrogate pair that was escaped stays so: RFC 8259 allows it.
        using var document = JsonDocument.Parse(Encoded.Text(batch[0]));
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        batch.Release();
    }

    private static bool IsObject(byte[] bytes, out int members)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 32 });
            members = document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.EnumerateObject().Count() : 0;
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            members = 0;
            return false;
        }
    }

    private static byte[] Zip(string text, CompressionLevel level)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
