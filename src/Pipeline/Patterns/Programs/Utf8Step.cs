using LogOperator.Pipeline.Patterns.Tree;

namespace LogOperator.Pipeline.Patterns.Programs;

/// <summary>Bytes that the characters of a set have at one place, and what may follow them; nothing if the character ends there.</summary>
internal sealed record Utf8Step(ByteSet Bytes, IReadOnlyList<Utf8Step> Next)
{
    private const int FirstSurrogateBlock = 0xD800 >> 6;

    /// <summary>The characters of a set beyond ASCII; no byte stands in two steps of a list.</summary>
    public static IReadOnlyList<Utf8Step> Of(CharacterSet characters)
    {
        // One word for the 64 characters that differ in their last byte only.
        var blocks = Blocks(characters.Ranges);
        var steps = Ends(Enumerable.Range(2, 30), block => blocks[block], block => 0xC0 | block);
        var threes = Enumerable.Range(0, 16)
            .Select(lead => (Lead: lead, Next: Ends(Seconds(lead), s => blocks[(lead << 6) | s], s => 0x80 | s)))
            .GroupBy(t => string.Concat(t.Next.Select(n => $"{n.Bytes} {n.Next[0].Bytes}")), StringComparer.Ordinal);
        foreach (var three in threes.Where(t => t.First().Next.Count > 0))
        {
            steps.Add(new(three.Aggregate(default(ByteSet), (set, t) => set | ByteSet.Of(0xE0 | t.Lead)), three.First().Next));
        }

        if ((blocks[FirstSurrogateBlock] & 1) != 0)
        {
            Utf8Step last = new(ByteSet.Range(0x80, 0xBF), []);
            Utf8Step third = new(ByteSet.Range(0x80, 0xBF), [last]);
            steps.Add(new(ByteSet.Of(0xF0), [new(ByteSet.Range(0x90, 0xBF), [third])]));
            steps.Add(new(ByteSet.Range(0xF1, 0xF3), [new(ByteSet.Range(0x80, 0xBF), [third])]));
            steps.Add(new(ByteSet.Of(0xF4), [new(ByteSet.Range(0x80, 0x8F), [third])]));
        }

        return steps;
    }

    // Neither what is written too long nor surrogates.
    private static IEnumerable<int> Seconds(int lead) => lead switch
    {
        0 => Enumerable.Range(32, 32),
        13 => Enumerable.Range(0, 32),
        _ => Enumerable.Range(0, 64),
    };

    private static List<Utf8Step> Ends(IEnumerable<int> blocks, Func<int, ulong> last, Func<int, int> value) =>
        [.. blocks.GroupBy(last).Where(g => g.Key != 0).Select(g => new Utf8Step(
            g.Aggregate(default(ByteSet), (set, block) => set | ByteSet.Of(value(block))),
            [new(new ByteSet(0, 0, g.Key, 0), [])]))];

    private static ulong[] Blocks(string ranges)
    {
        var blocks = new ulong[1024];
        for (var i = 0; i < ranges.Length; i += 2)
        {
            for (int c = ranges[i]; c <= ranges[i + 1]; c++)
            {
                blocks[c >> 6] |= 1ul << (c & 63);
            }
        }

        return blocks;
    }
}
