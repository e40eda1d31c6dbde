using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace LogOperator.Pipeline.Patterns;

/// <summary>
/// The engine that takes every pattern: .NET's non-backtracking one, over UTF-16. <see cref="IsMatch"/> allocates nothing;
/// <see cref="TryMatch"/> cannot do without the string and the match that .NET wants for captures.
/// </summary>
internal sealed class RegexMatcher : IByteMatcher
{
    /// <summary>Name of the engine.</summary>
    public const string Name = "regex";

    private readonly Regex regex;
    private readonly int[] numbers;

    /// <param name="pattern">The pattern as .NET takes it.</param>
    /// <param name="groups">Names of its groups.</param>
    public RegexMatcher(string pattern, IReadOnlyList<string> groups)
    {
        HasPairs = pattern.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF');
        regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
        numbers = [.. groups.Select(regex.GroupNumberFromName)];
    }

    public string Engine => Name;

    /// <summary>Whether the pattern names characters from U+10000 on, which are two to .NET.</summary>
    public bool HasPairs { get; }

    public bool IsMatch(ReadOnlySpan<byte> text)
    {
        var chars = ArrayPool<char>.Shared.Rent(text.Length);
        var match = regex.IsMatch(chars.AsSpan(0, Utf8Text.Decode(text, chars, default, HasPairs)));
        ArrayPool<char>.Shared.Return(chars);
        return match;
    }

    public bool TryMatch(ReadOnlySpan<byte> text, Span<GroupSpan> groups)
    {
        var chars = ArrayPool<char>.Shared.Rent(text.Length);
        var isAscii = Ascii.IsValid(text);

        // Where each character begins in the text, and where the last one ends.
        var offsets = isAscii ? null : ArrayPool<int>.Shared.Rent(text.Length + 1);
        var length = Utf8Text.Decode(text, chars, offsets, HasPairs);
        var match = regex.IsMatch(chars.AsSpan(0, length)) ? regex.Match(new string(chars, 0, length)) : Match.Empty;
        if (match.Success)
        {
            for (var i = 0; i < numbers.Length; i++)
            {
                var group = match.Groups[numbers[i]];
                groups[i] = !group.Success ? GroupSpan.None
                    : offsets is null ? new GroupSpan(group.Index, group.Length)
                    : new GroupSpan(offsets[group.Index], offsets[group.Index + group.Length] - offsets[group.Index]);
            }
        }

        ArrayPool<char>.Shared.Return(chars);
        if (offsets is not null)
        {
            ArrayPool<int>.Shared.Return(offsets);
        }

        return match.Success;
    }
}
