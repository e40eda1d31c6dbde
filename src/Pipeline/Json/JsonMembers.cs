using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Json;

/// <summary>Looks into JSON objects that were found valid.</summary>
internal static unsafe class JsonMembers
{
    /// <summary>The value at a path of member names; absent if a member is missing or something on the way is not an object.</summary>
    /// <param name="json">A valid object or array.</param>
    /// <param name="path">Names, unescaped, from the outside in.</param>
    public static Value Find(ReadOnlySpan<byte> json, ReadOnlySpan<byte[]> path)
    {
        var value = new Value(ValueKind.Json, json);
        foreach (var name in path)
        {
            value = value.Kind == ValueKind.Json ? Member(value.Bytes, name) : default;
        }

        return value;
    }

    /// <summary>The kind of a valid value by its first byte.</summary>
    public static ValueKind KindOf(byte first) => first switch
    {
        (byte)'{' or (byte)'[' => ValueKind.Json,
        (byte)'t' => ValueKind.True,
        (byte)'f' => ValueKind.False,
        (byte)'n' => ValueKind.Null,
        (byte)'"' => ValueKind.Text,
        _ => ValueKind.Number,
    };

    private static Value Member(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        Value found = default;
        fixed (byte* start = json)
        {
            var end = start + json.Length;
            var p = JsonScanner.SkipSpace(start, end);
            if (p >= end || *p != '{')
            {
                return default;
            }

            p = JsonScanner.SkipSpace(p + 1, end);
            while (p < end && *p == '"')
            {
                var key = p + 1;
                var escaped = false;
                p = JsonScanner.String(key, end, ref escaped);
                if (p is null)
                {
                    return default;
                }

                var isIt = Same(new ReadOnlySpan<byte>(key, (int)(p - key)), escaped, name);
                p = JsonScanner.SkipSpace(p + 1, end);
                p = JsonScanner.SkipSpace(p + 1, end);
                var value = p;
                escaped = false;
                p = p < end && *p == '"' ? JsonScanner.String(p + 1, end, ref escaped) : JsonScanner.Value(p, end, 0);
                if (p is null)
                {
                    return default;
                }

                if (isIt)
                {
                    // Goes on: of members with one name the last counts, as it does where attributes are made of them.
                    found = Of(json.Slice((int)(value - start), (int)(p - value)), escaped);
                }

                p = JsonScanner.SkipSpace(*value == '"' ? p + 1 : p, end);
                if (p < end && *p == ',')
                {
                    p = JsonScanner.SkipSpace(p + 1, end);
                }
            }
        }

        return found;
    }

    private static Value Of(ReadOnlySpan<byte> value, bool escaped) => KindOf(value[0]) switch
    {
        ValueKind.Text => new Value(escaped ? ValueKind.EscapedText : ValueKind.Text, value[1..]),
        var kind and (ValueKind.Json or ValueKind.Number) => new Value(kind, value),
        var kind => new Value(kind, default),
    };

    private static bool Same(ReadOnlySpan<byte> key, bool escaped, ReadOnlySpan<byte> name)
    {
        if (!escaped)
        {
            return key.SequenceEqual(name);
        }

        // An escape is at most six times as long as what it stands for; names in expressions are short.
        if (key.Length > name.Length * 6 || key.Length > 8192)
        {
            return false;
        }

        Span<byte> plain = stackalloc byte[8192];
        return plain[..JsonText.Unescape(key, plain)].SequenceEqual(name);
    }
}
