using System.Globalization;

namespace LogOperator.Pipeline.Sources.Files;

/// <summary>
/// The name of a rotated file taken apart: kubelet's <c>0.log.20260102-150405</c>, logrotate's <c>app.log.1</c> and
/// <c>app.log-20260102</c>, each with or without <c>.gz</c>.
/// </summary>
/// <param name="Stem">The name before rotation.</param>
/// <param name="Rank">Orders the files of a stem, oldest lowest; the stem's own is the highest.</param>
/// <param name="IsCompressed">Whether it ends with <c>.gz</c>.</param>
internal readonly record struct RotatedName(string Stem, long Rank, bool IsCompressed)
{
    /// <summary>Rank of the file that is being written.</summary>
    public const long Current = long.MaxValue;

    /// <summary>Takes a name apart.</summary>
    /// <returns>The parts; the name itself with <see cref="Current"/> where it is not a rotated one.</returns>
    public static RotatedName Parse(string name)
    {
        var compressed = name.EndsWith(".gz", StringComparison.Ordinal);
        var plain = compressed ? name[..^3] : name;
        var cut = plain.LastIndexOfAny(['.', '-']);

        // A date may hold a dash itself: 20260102-150405.
        if (cut > 0 && plain[cut] == '-' && IsDigits(plain.AsSpan(cut + 1), 2, 9) && plain.LastIndexOfAny(['.', '-'], cut - 1) is var earlier and > 0
            && IsDigits(plain.AsSpan(earlier + 1, cut - earlier - 1), 8, 8))
        {
            cut = earlier;
        }

        if (cut > 0 && Order(plain.AsSpan(cut + 1)) is { } rank)
        {
            return new RotatedName(plain[..cut], rank, compressed);
        }

        return compressed ? new RotatedName(plain, Current - 1, true) : new RotatedName(name, Current, false);
    }

    /// <summary>Whether a file that is still being compressed has this name, or one that an editor left.</summary>
    public static bool IsTemporary(string name) => name.EndsWith(".tmp", StringComparison.Ordinal) || name.EndsWith('~');

    private static long? Order(ReadOnlySpan<char> suffix)
    {
        // Counted from 1, youngest first: below every date.
        if (IsDigits(suffix, 1, 5))
        {
            return -long.Parse(suffix, CultureInfo.InvariantCulture);
        }

        var dash = suffix.IndexOf('-');
        var date = dash < 0 ? suffix : suffix[..dash];
        var time = dash < 0 ? default : suffix[(dash + 1)..];
        if (!IsDigits(date, 8, 14) || (dash >= 0 && !IsDigits(time, 2, 9)))
        {
            return null;
        }

        var padded = $"{date}{time}".PadRight(17, '0');
        return long.Parse(padded.AsSpan(0, 17), CultureInfo.InvariantCulture);
    }

    private static bool IsDigits(ReadOnlySpan<char> text, int least, int most) =>
        text.Length >= least && text.Length <= most && text.IndexOfAnyExceptInRange('0', '9') < 0;
}
