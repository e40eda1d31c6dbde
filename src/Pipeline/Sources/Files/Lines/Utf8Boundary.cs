namespace LogOperator.Pipeline.Sources.Files.Lines;

/// <summary>Where text may be cut without cutting a character.</summary>
internal static class Utf8Boundary
{
    /// <summary>Length of an unfinished character at the end of text; 0 where the text ends with a whole one or is not UTF-8 there.</summary>
    public static int IncompleteTail(ReadOnlySpan<byte> text)
    {
        for (var length = 1; length <= 3 && length <= text.Length; length++)
        {
            var value = text[^length];
            if ((value & 0xC0) == 0x80)
            {
                continue;
            }

            var wanted = value switch
            {
                >= 0xF0 and < 0xF8 => 4,
                >= 0xE0 and < 0xF0 => 3,
                >= 0xC0 and < 0xE0 => 2,
                _ => 1,
            };
            return length < wanted ? length : 0;
        }

        return 0;
    }

    /// <summary>The longest beginning of text that has at most a number of bytes and does not end inside a character.</summary>
    public static int Cut(ReadOnlySpan<byte> text, int maxBytes)
    {
        if (text.Length <= maxBytes)
        {
            return text.Length;
        }

        var cut = maxBytes - IncompleteTail(text[..maxBytes]);
        return cut > 0 ? cut : maxBytes;
    }
}
