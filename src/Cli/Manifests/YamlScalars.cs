using System.Globalization;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace LogOperator.Cli.Manifests;

/// <summary>
/// Writes YAML scalars as JSON, with the types that <c>kubectl apply</c> gives them: plain <c>yes</c>, <c>no</c>, <c>on</c>, <c>off</c> are
/// truth values there as in YAML 1.1, and so are <c>010</c> and <c>0o10</c> eight.
/// </summary>
internal static class YamlScalars
{
    /// <summary>Writes one scalar.</summary>
    /// <exception cref="YamlException">It has no JSON form.</exception>
    public static void Write(Scalar scalar, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(scalar);
        ArgumentNullException.ThrowIfNull(writer);
        var tag = scalar.Tag.IsEmpty ? null : scalar.Tag.Value;
        if (tag is "tag:yaml.org,2002:str" or "!" || (tag is null && scalar.Style != ScalarStyle.Plain))
        {
            writer.WriteStringValue(scalar.Value);
            return;
        }

        if (tag is not null and not ("tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" or "tag:yaml.org,2002:bool" or "tag:yaml.org,2002:null"))
        {
            throw new YamlException(scalar.Start, scalar.End, $"expected a value without a tag, found {tag}");
        }

        WritePlain(scalar, writer);
    }

    private static void WritePlain(Scalar scalar, Utf8JsonWriter writer)
    {
        switch (scalar.Value)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                writer.WriteNullValue();
                return;
            case "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON":
                writer.WriteBooleanValue(true);
                return;
            case "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF":
                writer.WriteBooleanValue(false);
                return;
            case ".inf" or ".Inf" or ".INF" or "+.inf" or "-.inf" or "-.Inf" or "-.INF" or ".nan" or ".NaN" or ".NAN":
                throw new YamlException(scalar.Start, scalar.End, $"expected a finite number, found {scalar.Value}");
        }

        if (Number(scalar.Value) is { } number)
        {
            writer.WriteRawValue(number, skipInputValidation: false);
        }
        else
        {
            writer.WriteStringValue(scalar.Value);
        }
    }

    // The number as JSON writes it; null if the text is not a number.
    private static string? Number(string text)
    {
        var digits = text.AsSpan();
        var negative = digits[0] == '-';
        if (negative || digits[0] == '+')
        {
            digits = digits[1..];
        }

        if (digits.IsEmpty || !(char.IsAsciiDigit(digits[0]) || (digits[0] == '.' && digits.Length > 1 && char.IsAsciiDigit(digits[1]))))
        {
            return null;
        }

        var (radix, prefix) = digits switch
        {
            ['0', 'x', ..] => (16, 2),
            ['0', 'o', ..] => (8, 2),
            ['0', 'b', ..] => (2, 2),
            ['0', _, ..] when !digits.ContainsAnyExceptInRange('0', '7') => (8, 1),
            _ => (10, 0),
        };
        return radix == 10 ? Decimal(digits, negative) : Whole(digits[prefix..], radix, negative);
    }

    private static string? Whole(ReadOnlySpan<char> digits, int radix, bool negative)
    {
        var value = 0L;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiHexDigit(c) ? int.Parse([c], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : radix;
            if (digit >= radix || value > (long.MaxValue - digit) / radix)
            {
                return null;
            }

            value = (value * radix) + digit;
        }

        return digits.IsEmpty ? null : (negative ? -value : value).ToString(CultureInfo.InvariantCulture);
    }

    private static string? Decimal(ReadOnlySpan<char> digits, bool negative)
    {
        if (!digits.ContainsAnyExceptInRange('0', '9'))
        {
            return (negative ? "-" : "") + digits.ToString();
        }

        return double.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? (negative ? -value : value).ToString("R", CultureInfo.InvariantCulture)
            : null;
    }
}
