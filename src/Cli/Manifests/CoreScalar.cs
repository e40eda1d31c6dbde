using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace LogOperator.Cli.Manifests;

/// <summary>Scalars by the core schema (YAML 1.2.2, section 10.3). What is quoted, or tagged <c>!!str</c>, is a string.</summary>
internal static partial class CoreScalar
{
    /// <summary>Writes a scalar as JSON.</summary>
    public static void Write(Utf8JsonWriter writer, Scalar scalar)
    {
        var tag = scalar.Tag.IsEmpty ? "" : scalar.Tag.Value;
        if (tag is not ("" or "!" or "tag:yaml.org,2002:str"))
        {
            throw new YamlException(scalar.Start, scalar.End, $"the tag {tag} is not supported; quote the text if it is a string");
        }

        if (tag.Length > 0 || scalar.Style != ScalarStyle.Plain)
        {
            writer.WriteStringValue(scalar.Value);
        }
        else
        {
            WritePlain(writer, scalar);
        }
    }

    private static void WritePlain(Utf8JsonWriter writer, Scalar scalar)
    {
        var text = scalar.Value;
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                writer.WriteNullValue();
                break;
            case "true" or "True" or "TRUE":
                writer.WriteBooleanValue(true);
                break;
            case "false" or "False" or "FALSE":
                writer.WriteBooleanValue(false);
                break;
            case var _ when Integer().IsMatch(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number):
                writer.WriteNumberValue(number);
                break;
            case ['0', 'x', ..] when long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex):
                writer.WriteNumberValue(hex);
                break;
            case ['0', 'o', ..] when Octal().IsMatch(text):
                writer.WriteNumberValue(Convert.ToInt64(text[2..], 8));
                break;
            case var _ when Float().IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real):
                writer.WriteNumberValue(real);
                break;
            case var _ when NotFinite().IsMatch(text):
                throw new YamlException(scalar.Start, scalar.End, $"{text} is not a number that JSON has");
            default:
                writer.WriteStringValue(text);
                break;
        }
    }

    [GeneratedRegex(@"^[-+]?[0-9]+$")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^0o[0-7]{1,20}$")]
    private static partial Regex Octal();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Float();

    [GeneratedRegex(@"^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$")]
    private static partial Regex NotFinite();
}
