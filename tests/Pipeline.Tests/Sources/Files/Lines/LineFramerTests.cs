using System.Text;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Content;

namespace LogOperator.Pipeline.Tests.Sources.Files.Lines;

public sealed class LineFramerTests
{
    [Theory]
    [InlineData(FileFormat.Plain)]
    [InlineData(FileFormat.Cri)]
    public void Vector_and_scalar_framing_find_the_same_lines(FileFormat format)
    {
        var random = new Random(11);
        for (var round = 0; round < 3000; round++)
        {
            var bytes = RandomLines(random);
            foreach (var place in Enum.GetValues<BlockPlace>())
            {
                Assert.Equal(Framed.Of(bytes, format, place, scalar: true).Lines, Framed.Of(bytes, format, place).Lines);
            }
        }
    }

    [Theory]
    [InlineData(FileFormat.Plain)]
    [InlineData(FileFormat.Cri)]
    public void Lines_own_every_byte_up_to_the_last_newline_once(FileFormat format)
    {
        var random = new Random(12);
        for (var round = 0; round < 1000; round++)
        {
            var bytes = RandomLines(random);
            var at = 0;
            foreach (var line in Framed.Of(bytes, format).Lines)
            {
                Assert.Equal(at, line.Start);
                Assert.InRange(line.Content, line.Start, line.End);
                Assert.InRange(line.Content + line.ContentLength, line.Content, line.End);
                at = line.End;
            }

            Assert.Equal(Array.LastIndexOf(bytes, (byte)'\n') + 1, at);
        }
    }

    [Fact]
    public void Carriage_return_is_trimmed_from_plain_lines_only()
    {
        Assert.Equal(["a", "b\r", ""], Contents("a\r\nb\r\r\n\r\n", FileFormat.Plain));
        Assert.Equal(["a\r"], Contents("2026-01-02T03:04:05Z stdout F a\r\n", FileFormat.Cri));
    }

    [Fact]
    public void Byte_order_mark_is_no_content_at_the_start_of_a_file()
    {
        Assert.Equal(["a", "\uFEFFb"], Contents("\uFEFFa\n\uFEFFb\n", FileFormat.Plain, BlockPlace.FileStart));
        Assert.Equal(["\uFEFFa"], Contents("\uFEFFa\n", FileFormat.Plain));
    }

    [Fact]
    public void Invalid_utf8_passes_untouched()
    {
        byte[] bytes = [0xff, 0xfe, (byte)'a', 0xc3, (byte)'\n'];
        var line = Assert.Single(Framed.Of(bytes, FileFormat.Plain).Lines);
        Assert.Equal((0, 4), (line.Content, line.ContentLength));
    }

    [Fact]
    public void Run_of_nuls_becomes_a_hole_beside_the_line()
    {
        foreach (var (format, prefix) in ((FileFormat, string)[])[(FileFormat.Plain, ""), (FileFormat.Cri, "2026-01-02T03:04:05Z stdout F ")])
        {
            var bytes = Encoding.UTF8.GetBytes($"{prefix}a\n\0\0\0{prefix}b\n\0\0\n{prefix}c\0d\n");
            var framed = Framed.Of(bytes, format);
            Assert.Equal([false, true, false, true, false], framed.Lines.Select(l => l.IsHole));
            Assert.Equal(["a", "", "b", "", "c\0d"], framed.Lines.Select(l => framed.ContentOf(l)));
            Assert.All(framed.Lines, l => Assert.Equal(LineFlags.None, l.Flags & LineFlags.Malformed));
        }
    }

    [Fact]
    public void Continuation_of_a_container_line_has_no_prefix()
    {
        var framed = Framed.Of("2026-01-02T03:04:05Z stdout F looks like one\n2026-01-02T03:04:05Z stdout F a\n"u8.ToArray(), FileFormat.Cri, BlockPlace.InsideLine);
        Assert.Equal(LineFlags.Malformed, framed.Lines[0].Flags);
        Assert.Equal(0, framed.Lines[0].TimestampLength);
        Assert.Equal("a", framed.ContentOf(framed.Lines[1]));
    }

    private static string[] Contents(string text, FileFormat format, BlockPlace place = BlockPlace.LineStart)
    {
        var framed = Framed.Of(Encoding.UTF8.GetBytes(text), format, place);
        return [.. framed.Lines.Select(l => framed.ContentOf(l))];
    }

    private static byte[] RandomLines(Random random)
    {
        string[] prefixes =
        [
            "2026-01-02T03:04:05.123456789Z stdout F ", "2026-01-02T03:04:05.123456789Z stderr P ", "2026-01-02T03:04:05.1Z stdout F ",
            "2026-01-02T03:04:05.123456789+02:00 stdout F ", "", "\0\0\0", "\uFEFF", "2026-01-02T03:04:05.123456789Z stdout", "\r",
        ];
        var text = new StringBuilder();
        for (var lines = random.Next(12); lines > 0; lines--)
        {
            text.Append(prefixes[random.Next(prefixes.Length)]).Append('x', random.Next(random.Next(4) == 0 ? 300 : 10));
            text.Append(random.Next(6) == 0 ? "\r\n" : "\n");
        }

        return Encoding.UTF8.GetBytes(text.Append('y', random.Next(80)).ToString());
    }
}
