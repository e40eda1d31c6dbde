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
    private readonly Regex regex;
    private readonly int[] numbers;

    public RegexMatcher(string pattern, IReadOnlyList<string> groups)
    {
        regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
        numbers = [.. groups.Select(regex.GroupNumberFromName)];
    }

    public string Engine => "regex";

    public bool IsMatch(ReadOnlySpan<byte> text)
    {
        var chars = ArrayPool<char>.Shared.Rent(text.Length);
        var match = regex.IsMatch(chars.AsSpan(0, Decode(text, chars, default)));
        ArrayPool<char>.Shared.Return(chars);
        return match;
    }

    public bool TryMatch(ReadOnlySpan<byte> text, Span<GroupSpan> groups)
    {
        var chars = ArrayPool<char>.Shared.Rent(text.Length);
        var isAscii = Ascii.IsValid(text);

        // Where each character begins in the text, and where the last one ends.
        var offsets = isAscii ? null : ArrayPool<int>.Shared.Rent(text.Length + 1);
        var length = Decode(text, chars, offsets);
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

    private static int Decode(ReadOnlySpan<byte> text, Span<char> chars, Span<int> offsets)
    {
        if (Ascii.ToUtf16(text, chars, out var written) == OperationStatus.Done)
        {
            return written;
        }

        var length = 0;
        for (var i = 0; i < text.Length;)
        {
            // What is no UTF-8 becomes U+FFFD, one for each run that the decoder skips.
            Rune.DecodeFromUtf8(text[i..], out var rune, out var consumed);
            var units = rune.EncodeToUtf16(chars[length..]);
            if (!offsets.IsEmpty)
            {
                offsets.Slice(length, units).Fill(i);
            }

            length += units;
            i += consumed;
        }

        if (!offsets.IsEmpty)
        {
            offsets[length] = text.Length;
        }

        return length;
    }
}
