using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace LogOperator.Pipeline.Patterns.Tree;

/// <summary>
/// The characters that a class or a literal matches. Characters from U+10000 on are all one, as <see cref="Utf8Text"/> decodes them.
/// </summary>
/// <param name="Ranges">First and last character of each range, ascending, neither touching nor overlapping.</param>
internal sealed record CharacterSet(string Ranges)
{
    private static readonly string EveryCharacter = string.Create(0x10000, 0, (text, _) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = (char)i;
        }
    });

    private const int MaximumKnown = 256;
    private static readonly ConcurrentDictionary<string, CharacterSet> Known = new(StringComparer.Ordinal);

    /// <summary>The character if it is only one, else null.</summary>
    public char? Single => Ranges.Length == 2 && Ranges[0] == Ranges[1] ? Ranges[0] : null;

    /// <summary>Whether every character is ASCII.</summary>
    public bool IsAscii => Ranges.Length == 0 || Ranges[^1] < 0x80;

    /// <summary>Whether every character beyond ASCII is in it, so that the bytes of such a character need not be told apart.</summary>
    public bool HasAllBeyondAscii => Ranges.Length > 0 && Ranges[^1] == char.MaxValue && Ranges[^2] <= 0x80;

    /// <summary>The ASCII characters in it.</summary>
    public ByteSet Ascii { get; } = AsciiOf(Ranges);

    /// <summary>Every byte that a character of it can have.</summary>
    public ByteSet Bytes => IsAscii ? Ascii : Ascii | ByteSet.NotAscii;

    public static CharacterSet Of(char character) => new(new string(character, 2));

    /// <summary>
    /// What .NET says a class means: asking it is the surest way to agree with it on categories and on letters that differ only in case.
    /// </summary>
    /// <param name="text">Text of one class, escape or character.</param>
    public static CharacterSet Ask(string text)
    {
        if (Known.TryGetValue(text, out var set))
        {
            return set;
        }

        var ranges = new List<char>();
        foreach (var match in new Regex($"(?:{text})+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture).EnumerateMatches(EveryCharacter))
        {
            ranges.Add((char)match.Index);
            ranges.Add((char)(match.Index + match.Length - 1));
        }

        set = new CharacterSet(string.Concat(ranges));
        if (Known.Count < MaximumKnown)
        {
            Known[text] = set;
        }

        return set;
    }

    public bool Overlaps(CharacterSet other)
    {
        for (int i = 0, j = 0; i < Ranges.Length && j < other.Ranges.Length;)
        {
            if (Ranges[i + 1] < other.Ranges[j])
            {
                i += 2;
            }
            else if (other.Ranges[j + 1] < Ranges[i])
            {
                j += 2;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    private static ByteSet AsciiOf(string ranges)
    {
        var set = default(ByteSet);
        for (var i = 0; i < ranges.Length && ranges[i] < 0x80; i += 2)
        {
            set |= ByteSet.Range(ranges[i], Math.Min(ranges[i + 1], '\x7F'));
        }

        return set;
    }
}
