namespace LogOperator.Cli.Manifests;

/// <summary>Finds characters that YAML text may not hold (YAML 1.2, production c-printable); the parser takes a NUL for the end, and lets others pass.</summary>
internal static class PrintableText
{
    /// <summary>What stands where it may not; null if nothing does.</summary>
    public static (TextPosition At, string Message)? FindOther(string text)
    {
        var (line, begin) = (1, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n')
            {
                (line, begin) = (line + 1, i + 1);
            }
            else if ((char.IsControl(c) && c is not ('\t' or '\r' or '\u0085')) || c is '\uFFFE' or '\uFFFF')
            {
                return (new TextPosition(line, i - begin + 1), $"must not hold the control character U+{(int)c:X4}; inside double quotes it is written \\u{(int)c:X4}");
            }
        }

        return null;
    }
}
