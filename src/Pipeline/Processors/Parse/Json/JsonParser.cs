using LogOperator.Pipeline.Json;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Processors.Parse.Json;

/// <summary>Reads one JSON object. What it finds stays where it is: values are places in the text.</summary>
internal sealed unsafe class JsonParser : IParser
{
    public bool Parse(ReadOnlySpan<byte> text, ParsedFields fields)
    {
        fields.AreOfJson = true;
        fixed (byte* start = text)
        {
            var end = start + text.Length;
            var p = JsonScanner.SkipSpace(start, end);
            if (p >= end || *p != '{')
            {
                return false;
            }

            p = JsonScanner.SkipSpace(p + 1, end);
            if (p < end && *p == '}')
            {
                return JsonScanner.SkipSpace(p + 1, end) == end;
            }

            while (p < end && *p == '"')
            {
                var key = p + 1;
                var keyEscaped = false;
                p = JsonScanner.String(key, end, ref keyEscaped);
                if (p is null)
                {
                    return false;
                }

                var keyLength = (int)(p - key);
                p = JsonScanner.SkipSpace(p + 1, end);
                if (p >= end || *p != ':')
                {
                    return false;
                }

                p = JsonScanner.SkipSpace(p + 1, end);
                if (p >= end)
                {
                    return false;
                }

                var kind = JsonMembers.KindOf(*p);
                var value = p;
                int length;
                if (kind == ValueKind.Text)
                {
                    var escaped = false;
                    p = JsonScanner.String(++value, end, ref escaped);
                    if (p is null)
                    {
                        return false;
                    }

                    length = (int)(p - value);
                    kind = escaped ? ValueKind.EscapedText : kind;
                    p++;
                }
                else
                {
                    p = JsonScanner.Value(p, end, depth: 1);
                    if (p is null)
                    {
                        return false;
                    }

                    length = kind is ValueKind.Json or ValueKind.Number ? (int)(p - value) : 0;
                }

                if (!fields.Add(text, (int)(key - start), keyLength, keyEscaped, kind, (int)(value - start), length))
                {
                    return false;
                }

                p = JsonScanner.SkipSpace(p, end);
                if (p >= end)
                {
                    return false;
                }

                if (*p == '}')
                {
                    return JsonScanner.SkipSpace(p + 1, end) == end;
                }

                if (*p != ',')
                {
                    return false;
                }

                p = JsonScanner.SkipSpace(p + 1, end);
            }

            return false;
        }
    }
}
