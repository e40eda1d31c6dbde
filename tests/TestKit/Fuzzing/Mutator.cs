using System.Text;

namespace LogOperator.TestKit.Fuzzing;

/// <summary>Makes inputs out of samples: changes, cuts, repeats and mixes them.</summary>
internal sealed class Mutator(IReadOnlyList<byte[]> corpus, IReadOnlyList<byte[]> words)
{
    private const int Longest = 256 * 1024;

    // Where parsers turn: delimiters, quotes, escapes, ends of ranges, broken UTF-8.
    private static readonly byte[] Edges = [.. "\0\n\r\t \"'\\{}[]():,;=<>|&!#%*+-./0179:AZ_az"u8, 0x7f, 0x80, 0xbf, 0xc0, 0xc3, 0xe2, 0xed, 0xef, 0xf4, 0xff];

    /// <summary>An input that depends on the random numbers alone.</summary>
    public byte[] Next(Random random)
    {
        var input = new List<byte>(corpus[random.Next(corpus.Count)]);
        for (var changes = random.Next(random.Next(4) == 0 ? 30 : 5); changes > 0; changes--)
        {
            Change(input, random);
        }

        return input.Count > Longest ? [.. input.Take(Longest)] : [.. input];
    }

    private void Change(List<byte> input, Random random)
    {
        var at = random.Next(input.Count + 1);
        var length = Math.Min(input.Count - at, random.Next(random.Next(3) == 0 ? 200 : 8));
        switch (random.Next(9))
        {
            case 0 when at < input.Count:
                input[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < input.Count:
                input[at] = Edges[random.Next(Edges.Length)];
                break;
            case 2:
                input.Insert(at, Edges[random.Next(Edges.Length)]);
                break;
            case 3:
                input.RemoveRange(at, length);
                break;
            case 4:
                input.InsertRange(at, input.GetRange(at, length));
                break;
            case 5 when length > 0 && input.Count < Longest:
                var again = input.GetRange(at, length);
                for (var times = random.Next(1, random.Next(6) == 0 ? 300 : 6); times > 0 && input.Count < Longest; times--)
                {
                    input.InsertRange(at, again);
                }

                break;
            case 6:
                input.RemoveRange(at, input.Count - at);
                break;
            case 7:
                var other = corpus[random.Next(corpus.Count)];
                var from = random.Next(other.Length + 1);
                input.InsertRange(at, other[from..(from + random.Next(other.Length - from + 1))]);
                break;
            default:
                input.InsertRange(at, words.Count > 0 ? words[random.Next(words.Count)] : Encoding.UTF8.GetBytes("\uFEFF"));
                break;
        }
    }
}
