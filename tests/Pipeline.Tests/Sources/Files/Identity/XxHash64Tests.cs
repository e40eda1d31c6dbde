using System.Text;
using LogOperator.Pipeline.Sources.Files.Identity;

namespace LogOperator.Pipeline.Tests.Sources.Files.Identity;

public sealed class XxHash64Tests
{
    [Theory]
    [InlineData("", 0xEF46DB3751D8E999)]
    [InlineData("a", 0xD24EC4F1A98C6E5B)]
    [InlineData("abc", 0x44BC2CF5AD770999)]
    [InlineData("The quick brown fox jumps over the lazy dog, twice: 0123456789", 0x4E2B4883FC1828A8)]
    public void Known_texts_have_their_published_hashes(string text, ulong expected) =>
        Assert.Equal(expected, XxHash64.Hash(Encoding.UTF8.GetBytes(text), 0));

    [Fact]
    public void Seed_and_every_length_matter()
    {
        var bytes = new byte[200];
        new Random(3).NextBytes(bytes);
        var hashes = Enumerable.Range(0, 200).SelectMany(n => (ulong[])[XxHash64.Hash(bytes.AsSpan(0, n), 0), XxHash64.Hash(bytes.AsSpan(0, n), 1)]);
        Assert.Equal(400, hashes.Distinct().Count());
    }
}
