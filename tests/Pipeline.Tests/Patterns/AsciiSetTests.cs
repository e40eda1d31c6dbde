using LogOperator.Pipeline.Patterns;
using LogOperator.Pipeline.Patterns.Tree;

namespace LogOperator.Pipeline.Tests.Patterns;

public sealed class AsciiSetTests
{
    [Fact]
    public void Vectorised_and_plain_search_agree_on_random_sets_and_texts()
    {
        var random = new Random(5);
        for (var round = 0; round < 5000; round++)
        {
            var bytes = default(ByteSet);
            for (var n = random.Next(1, 40); n > 0; n--)
            {
                bytes |= ByteSet.Of(random.Next(0x80));
            }

            var set = AsciiSet.Of(bytes)!;
            var text = new byte[random.Next(100)];
            for (var i = 0; i < text.Length; i++)
            {
                // Mostly bytes that are not in the set, so that matches come late too.
                text[i] = (byte)random.Next(256);
                text[i] |= (byte)(random.Next(8) == 0 ? 0 : 0x80);
            }

            Assert.Equal(set.FindScalar(text, 0), set.Find(text));
            var value = (byte)random.Next(256);
            var first = Array.IndexOf(text, value);
            Assert.Equal(first < 0 ? text.Length : first, ByteSearch.Find(text, value));
        }
    }

    [Fact]
    public void A_set_with_bytes_beyond_ASCII_is_none() => Assert.Null(AsciiSet.Of(ByteSet.Range(0x7F, 0x80)));
}
