using System.Globalization;

namespace LogOperator.Pipeline.Sources.Files.Identity;

/// <summary>
/// The name of a rotated file taken apart: kubelet's <c>0.log.20260102-150405</c>, logrotate's <c>app.log.1</c> and
/// <c>app.log-20260102</c> and the like, each with or without <c>.gz</c>.
/// </summary>
/// <param name="Stem">The name before rotation.</param>
/// <param name="Rank">
/// What the suffix says of the age among the files of a stem: dates are above 0, the latest the highest; numbers are negative, as if the lowest were the youngest;
/// other marks are below them. The stem's own is the highest. See <see cref="RotationOrder"/>.
/// </param>
/// <param name="IsCompressed">Whether it ends with <c>.gz</c>.</param>
internal readonly record struct RotatedName(string Stem, long Rank, bool IsCompressed)
{
    /// <summary>Rank of the file that is being written.</summary>
    public const long Current = long.MaxValue;

    private static readonly char[] Separators = ['.', '-', '_'];

    /// <summary>The highest number that is taken for one of a rotation; a longer one is a date, or some other mark.</summary>
    public const long MaxNumber = 99_999;

    private const int DateDigits = 8;
    private const int TimeDigits = 17;

    /// <summary>Whether a rank comes from a number: its negative.</summary>
    public static bool IsNumber(long rank) => rank is <= 0 and >= -MaxNumber;

    /// <summary>Whether a rank comes from a date.</summary>
    public static bool IsDate(long rank) => rank is > 0 and < Current - 1;

    /// <summary>Takes a name apart.</summary>
    /// <returns>The parts; the name itself with <see cref="Current"/> where it is not a rotated one.</returns>
    public static RotatedName Parse(string name)
    {
        var compressed = name.EndsWith(".gz", StringComparison.Ordinal);
        var plain = compressed ? name[..^3] : name;

        // A date may hold dashes itself: 20260102-150405, 2026-01-02.
        for (var cut = plain.IndexOfAny(Separators, 1); cut > 0; cut = plain.IndexOfAny(Separators, cut + 1))
        {
            if (DateOf(plain.AsSpan(cut + 1)) is { } date)
            {
                return new RotatedName(plain[..cut], date, compressed);
            }
        }

        var last = plain.LastIndexOfAny(['.', '-']);
        if (last > 0 && last < plain.Length - 1 && plain.AsSpan(last + 1) is { Length: <= 14 } digits && digits.IndexOfAnyExceptInRange('0', '9') < 0
            && digits.Length is <= 5 or >= DateDigits)
        {
            var number = long.Parse(digits, CultureInfo.InvariantCulture);

            // Not a date that could be compared: below every number, and told apart by its digits.
            return new RotatedName(plain[..last], number <= MaxNumber && digits.Length <= 5 ? -number : -MaxNumber - 1 - number, compressed);
        }

        return compressed ? new RotatedName(plain, Current - 1, true) : new RotatedName(name, Current, false);
    }

    /// <summary>Whether a file that is still being compressed has this name, or one that an editor left.</summary>
    public static bool IsTemporary(string name) => name.EndsWith(".tmp", StringComparison.Ordinal) || name.EndsWith('~');

    /// <summary>A date with or without a time of day, year first, with or without separators; null if it is none.</summary>
    private static long? DateOf(ReadOnlySpan<char> suffix)
    {
        Span<char> digits = stackalloc char[TimeDigits];
        var count = 0;
        foreach (var character in suffix)
        {
            if (char.IsAsciiDigit(character) && count < digits.Length)
            {
                digits[count++] = character;
            }
            else if (char.IsAsciiDigit(character) || (!Separators.Contains(character) && character is not ('T' or ':')))
            {
                return null;
            }
        }

        if (count < DateDigits || !char.IsAsciiDigit(suffix[0])
            || !DateOnly.TryParseExact(digits[..DateDigits], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            || date.Year is < 1970 or >= 2200)
        {
            return null;
        }

        // What stands behind the date is a time only if it could be one; else it may count up or down.
        digits[(count is 10 or 12 or 14 or TimeDigits ? count : DateDigits)..].Fill('0');
        return long.Parse(digits, CultureInfo.InvariantCulture);
    }
}
