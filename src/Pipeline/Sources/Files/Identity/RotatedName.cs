using System.Globalization;

namespace LogOperator.Pipeline.Sources.Files.Identity;

/// <summary>
/// The name of a rotated file taken apart: kubelet's <c>0.log.20260102-150405</c>, logrotate's <c>app.log.1</c>,
/// <c>app.log-20260102</c> and <c>app.log-1767366245</c> and the like, each with or without <c>.gz</c>.
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
    private const int SecondsDigits = 10;
    private const int MillisecondsDigits = 13;
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

    /// <summary>
    /// Takes a name apart whose mark stands before the extension, as Logback and Log4j write it: <c>app-2026-01-02.1.log</c> of <c>app.log</c>. Logs of their own are
    /// called so as well.
    /// </summary>
    /// <returns>The parts; null where there is no mark.</returns>
    public static RotatedName? ParseInfix(string name)
    {
        var compressed = name.EndsWith(".gz", StringComparison.Ordinal);
        var plain = compressed ? name[..^3] : name;
        var extension = Path.GetExtension(plain);
        return extension.Length > 1 && Parse(plain[..^extension.Length]) is { Rank: not Current, IsCompressed: false } marked
            ? new RotatedName(marked.Stem + extension, marked.Rank, compressed)
            : null;
    }

    /// <summary>What a name says of the age among the files of a stem.</summary>
    /// <returns>Its rank; <see cref="Current"/> for the stem itself and for a name without a mark.</returns>
    public static long RankIn(string stem, string name) =>
        name == stem ? Current
        : Parse(name) is var suffixed && suffixed.Stem != stem && ParseInfix(name) is { } infixed && infixed.Stem == stem ? infixed.Rank
        : suffixed.Rank;

    /// <summary>Whether a file that is still being compressed has this name, or one that an editor left.</summary>
    public static bool IsTemporary(string name) => name.EndsWith(".tmp", StringComparison.Ordinal) || name.EndsWith('~');

    /// <summary>A date with or without a time of day, year first, with or without separators, or the seconds or milliseconds since 1970, alone or behind a day; null if it is none.</summary>
    private static long? DateOf(ReadOnlySpan<char> suffix)
    {
        if (suffix.LastIndexOfAny(Separators) is var last && SinceEpoch(suffix[(last + 1)..]) is { } moment && (last < 0 || DateOf(suffix[..last]) is not null))
        {
            return moment;
        }

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

    /// <summary>A count of seconds or milliseconds as a date, if it is no date itself.</summary>
    private static long? SinceEpoch(ReadOnlySpan<char> digits)
    {
        if (digits.Length is not (SecondsDigits or MillisecondsDigits) || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || digits[0] == '0' || DateOnly.TryParseExact(digits[..DateDigits], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            return null;
        }

        var moment = digits.Length == SecondsDigits ? DateTimeOffset.FromUnixTimeSeconds(count) : DateTimeOffset.FromUnixTimeMilliseconds(count);
        return long.Parse(moment.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
