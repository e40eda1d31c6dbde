using System.Globalization;

namespace LogOperator.Pipeline.Buffering.Disk;

/// <summary>
/// The name of a segment: its number and its salt, so that a damaged header does not make the entries behind it unreadable. The salt goes
/// into the checksums, so that nobody who knows the format can write lines that look like entries.
/// </summary>
/// <param name="Number">Orders segments by age.</param>
/// <param name="Salt">A random number.</param>
internal readonly record struct SegmentName(ulong Number, ulong Salt)
{
    /// <summary>How names of segments end.</summary>
    public const string Suffix = ".segment";

    private const int Digits = 16;

    /// <summary>Reads a file's name.</summary>
    /// <returns>Null if it is not one of a segment.</returns>
    public static SegmentName? Parse(string name) =>
        name.EndsWith(Suffix, StringComparison.Ordinal)
        && name[..^Suffix.Length].Split('-') is [{ Length: Digits } number, { Length: Digits } salt]
        && ulong.TryParse(number, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var position)
        && ulong.TryParse(salt, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var random)
            ? new SegmentName(position, random)
            : null;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number:x16}-{Salt:x16}{Suffix}");
}
