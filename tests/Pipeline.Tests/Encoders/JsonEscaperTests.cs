using System.Text;
using LogOperator.Pipeline.Encoders;

namespace LogOperator.Pipeline.Tests.Encoders;

public sealed class JsonEscaperTests
{
    public static TheoryData<string, string> Cases => new()
    {
        { "", "" },
        { "plain", "plain" },
        { "a \"quoted\" word", "a \\\"quoted\\\" word" },
        { "c:\\temp", "c:\\\\temp" },
        { "\n\r\t\b\f", "\\n\\r\\t\\b\\f" },
        { "\0\u0001\u001f\u007f", "\\u0000\\u0001\\u001f\u007f" },
        { "grüße 日本語 🎉", "grüße 日本語 🎉" },
        { new string('x', 31) + "\"", new string('x', 31) + "\\\"" },
        { new string('x', 32) + "\"", new string('x', 32) + "\\\"" },
        { new string('x', 33) + "é\"", new string('x', 33) + "é\\\"" },
        { new string('"', 9000), string.Concat(Enumerable.Repeat("\\\"", 9000)) },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Text_is_escaped_as_RFC_8259_says(string text, string expected)
    {
        Assert.Equal(expected, Escape(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(expected, Plainly(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF }, "\uFFFD")]
    [InlineData(new byte[] { (byte)'a', 0xC3 }, "a\uFFFD")]
    [InlineData(new byte[] { 0xC3, 0xA9, 0xE2, 0x82, (byte)'b' }, "é\uFFFDb")]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, "\uFFFD\uFFFD\uFFFD")]
    [InlineData(new byte[] { 0xC0, 0x80, (byte)'"' }, "\uFFFD\uFFFD\\\"")]
    public void Bytes_that_are_not_UTF8_become_the_replacement_character(byte[] bytes, string expected)
    {
        Assert.Equal(expected, Escape(bytes));
        Assert.Equal(expected, Plainly(bytes));
    }

    [Fact]
    public void Vectorised_and_plain_escaping_agree_on_random_bytes()
    {
        var random = new Random(7);
        for (var round = 0; round < 3000; round++)
        {
            var bytes = SomeBytes.Next(random, random.Next(0, round % 50 == 0 ? 20_000 : 200));
            Assert.Equal(Plainly(bytes), Escape(bytes));
        }
    }

    [Fact]
    public void A_character_on_the_border_between_pieces_stays_whole()
    {
        for (var lead = 4080; lead < 4100; lead++)
        {
            var text = new string('a', lead) + "é🎉日\"" + new string('b', 50);
            Assert.Equal(text.Replace("\"", "\\\"", StringComparison.Ordinal), Escape(Encoding.UTF8.GetBytes(text)));
        }
    }

    private static string Escape(byte[] bytes)
    {
        using var buffer = new EncodeBuffer();
        JsonEscaper.Escape(bytes, buffer);
        return Encoding.UTF8.GetString(buffer.Written);
    }

    private static string Plainly(byte[] bytes)
    {
        using var buffer = new EncodeBuffer();
        JsonEscaper.EscapeUntrusted(bytes, buffer);
        return Encoding.UTF8.GetString(buffer.Written);
    }
}
