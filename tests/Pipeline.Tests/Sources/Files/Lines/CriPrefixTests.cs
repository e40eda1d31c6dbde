using System.Text;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Lines;

namespace LogOperator.Pipeline.Tests.Sources.Files.Lines;

public sealed class CriPrefixTests
{
    public static TheoryData<string, string?, string, LineFlags> Lines => new()
    {
        { "2026-01-02T03:04:05.123456789Z stdout F hello", "2026-01-02T03:04:05.123456789Z", "hello", LineFlags.Stdout },
        { "2026-01-02T03:04:05.123456789Z stderr F hello", "2026-01-02T03:04:05.123456789Z", "hello", LineFlags.Stderr },
        { "2026-01-02T03:04:05.123456789Z stdout P hello", "2026-01-02T03:04:05.123456789Z", "hello", LineFlags.Stdout | LineFlags.Partial },
        { "2026-01-02T03:04:05.123456789+02:00 stdout F hello", "2026-01-02T03:04:05.123456789+02:00", "hello", LineFlags.Stdout },
        { "2026-01-02T03:04:05.123456789-11:30 stderr P hello", "2026-01-02T03:04:05.123456789-11:30", "hello", LineFlags.Stderr | LineFlags.Partial },
        { "2026-01-02T03:04:05.12Z stdout F trimmed", "2026-01-02T03:04:05.12Z", "trimmed", LineFlags.Stdout },
        { "2026-01-02T03:04:05Z stdout F no decimals", "2026-01-02T03:04:05Z", "no decimals", LineFlags.Stdout },
        { "2026-01-02T03:04:05+02:00 stderr F no decimals", "2026-01-02T03:04:05+02:00", "no decimals", LineFlags.Stderr },
        { "2026-01-02T03:04:05.123456789Z stdout F ", "2026-01-02T03:04:05.123456789Z", "", LineFlags.Stdout },
        { "2026-01-02T03:04:05.123456789Z stdout F", "2026-01-02T03:04:05.123456789Z", "", LineFlags.Stdout },
        { "2026-01-02T03:04:05.123456789Z stdout F  two  spaces ", "2026-01-02T03:04:05.123456789Z", " two  spaces ", LineFlags.Stdout },
        { "2026-01-02T03:04:05.123456789Z stdout P:tag hello", "2026-01-02T03:04:05.123456789Z", "hello", LineFlags.Stdout | LineFlags.Partial },
        { "2026-01-02T03:04:05.123456789Z stdout FF hello", null, "2026-01-02T03:04:05.123456789Z stdout FF hello", LineFlags.Malformed },
        { "2026-01-02T03:04:05.123456789Z stdin F hello", null, "2026-01-02T03:04:05.123456789Z stdin F hello", LineFlags.Malformed },
        { "2026-01-02 03:04:05.123456789Z stdout F hello", null, "2026-01-02 03:04:05.123456789Z stdout F hello", LineFlags.Malformed },
        { "2026-01-02T03:04:05.1234567890Z stdout F hello", null, "2026-01-02T03:04:05.1234567890Z stdout F hello", LineFlags.Malformed },
        { "2026-01-02T03:04:05.12345678xZ stdout F hello", null, "2026-01-02T03:04:05.12345678xZ stdout F hello", LineFlags.Malformed },
        { "2026-01-02T03:04:05.123456789+02.00 stdout F hello", null, "2026-01-02T03:04:05.123456789+02.00 stdout F hello", LineFlags.Malformed },
        { "torn half of a line", null, "torn half of a line", LineFlags.Malformed },
        { "", null, "", LineFlags.Malformed },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void Prefix_is_taken_apart(string line, string? timestamp, string content, LineFlags flags)
    {
        // Behind a longer line the fast path is taken, at the end of the block the general one: the same result.
        foreach (var text in (string[])[line + "\n" + new string('x', 100) + "\n", line + "\n"])
        {
            var framed = Framed.Of(Encoding.UTF8.GetBytes(text), FileFormat.Cri);
            var first = framed.Lines[0];
            Assert.Equal(content, framed.ContentOf(first));
            Assert.Equal(flags, first.Flags);
            Assert.Equal(timestamp ?? "", framed.TimestampOf(first));
            Assert.Equal(line.Length + 1, first.End);
        }
    }

    [Fact]
    public void Fast_and_general_parser_agree_on_whatever_the_fast_one_takes()
    {
        var random = new Random(7);
        var seed = Encoding.UTF8.GetBytes("2026-01-02T03:04:05.123456789Z stdout F hello world, this is long enough");
        var taken = 0;
        for (var i = 0; i < 200_000; i++)
        {
            var line = seed.ToArray();
            for (var change = random.Next(3); change > 0; change--)
            {
                line[random.Next(48)] = (byte)random.Next(256);
            }

            if (CriPrefix.TryParseFast(ref line[0], out var timestamp, out var content, out var flags))
            {
                taken++;
                Assert.True(CriPrefix.TryParse(line, out var otherTimestamp, out var otherContent, out var otherFlags));
                Assert.Equal((timestamp, content, flags), (otherTimestamp, otherContent, otherFlags));
            }
        }

        Assert.True(taken > 50_000);
    }
}
