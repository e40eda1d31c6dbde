using System.Text;

namespace LogOperator.Pipeline.Tests.Encoders;

/// <summary>Bytes as log lines may hold them: stretches of text, of other scripts, of quotes, and of noise.</summary>
internal static class SomeBytes
{
    private static readonly byte[][] Words =
        [.. new[] { "GET /index.html 200 ", "\"key\": \"value\", ", "日本語", "é", "🎉", "\\", "\"", "\n", "\0", "\u2028" }.Select(Encoding.UTF8.GetBytes)];

    public static byte[] Next(Random random, int length)
    {
        var bytes = new List<byte>(length + 32);
        while (bytes.Count < length)
        {
            if (random.Next(8) == 0)
            {
                var noise = new byte[random.Next(1, 5)];
                random.NextBytes(noise);
                bytes.AddRange(noise);
            }
            else
            {
                bytes.AddRange(Words[random.Next(Words.Length)]);
            }
        }

        return [.. bytes];
    }
}
