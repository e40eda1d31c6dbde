using System.Buffers;
using System.Text;

namespace LogOperator.Pipeline.Patterns;

/// <summary>
/// Bytes as the characters that patterns are about, one <see cref="char"/> each: RE2 counts a character from U+10000 on as one where
/// UTF-16 has two, and no pattern can tell such characters apart. They become <see cref="Beyond"/>.
/// </summary>
internal static class Utf8Text
{
    /// <summary>Stands for every character from U+10000 on; like them it is no letter, no digit and no space to .NET.</summary>
    public const char Beyond = '\uD800';

    /// <summary>Decodes a text.</summary>
    /// <param name="text">The bytes. What is no UTF-8 becomes U+FFFD, one for each run that the decoder skips.</param>
    /// <param name="chars">Takes the characters.</param>
    /// <param name="offsets">Takes where each character begins, and where the last one ends; may be empty.</param>
    /// <param name="pairs">Whether characters from U+10000 on become two as in UTF-16, for a pattern that names some.</param>
    /// <returns>Number of characters.</returns>
    public static int Decode(ReadOnlySpan<byte> text, Span<char> chars, Span<int> offsets, bool pairs)
    {
        if (offsets.IsEmpty && Ascii.ToUtf16(text, chars, out var written) == OperationStatus.Done)
        {
            return written;
        }

        var length = 0;
        for (var i = 0; i < text.Length;)
        {
            Rune.DecodeFromUtf8(text[i..], out var rune, out var consumed);
            var units = 1;
            if (rune.IsBmp || !pairs)
            {
                chars[length] = rune.IsBmp ? (char)rune.Value : Beyond;
            }
            else
            {
                units = rune.EncodeToUtf16(chars[length..]);
            }

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
