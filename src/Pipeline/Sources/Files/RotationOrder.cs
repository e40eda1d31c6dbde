namespace LogOperator.Pipeline.Sources.Files;

/// <summary>
/// Orders the files of a stream by age. Dates in names count; numbers do not say whether they count up or down, and other names say
/// nothing: there the times of modification decide, then those of birth, and the numbers where these are equal or, of compressed files, mean little.
/// </summary>
/// <param name="isAscending">Whether higher numbers are younger.</param>
internal readonly struct RotationOrder(bool isAscending)
{
    /// <summary>The order of some files: numbers count up if more neighbours were written in that order than in the other.</summary>
    public static RotationOrder Of(IEnumerable<RotatedFile> files)
    {
        var (up, down) = (0, 0);
        RotatedFile? before = null;

        // By numbers, the highest first.
        foreach (var file in files.Where(f => RotatedName.IsNumber(f.Rank)).OrderBy(f => f.Rank))
        {
            if (before is { } higher)
            {
                up += IsShownOlder(file, higher) ? 1 : 0;
                down += IsShownOlder(higher, file) ? 1 : 0;
            }

            before = file;
        }

        return new RotationOrder(up > down);
    }

    /// <summary>Whether a file is to be read before another.</summary>
    public bool IsBefore(in RotatedFile file, in RotatedFile other)
    {
        if (file.Rank == RotatedName.Current || other.Rank == RotatedName.Current)
        {
            return file.Rank != RotatedName.Current;
        }

        var areDated = RotatedName.IsDate(file.Rank) && RotatedName.IsDate(other.Rank) && file.Rank != other.Rank;
        if (!areDated && !file.IsCompressed && !other.IsCompressed && file.ModifiedNanos > 0 && other.ModifiedNanos > 0)
        {
            if (file.ModifiedNanos != other.ModifiedNanos)
            {
                return file.ModifiedNanos < other.ModifiedNanos;
            }

            if (file.BirthNanos != other.BirthNanos)
            {
                return file.BirthNanos < other.BirthNanos;
            }
        }

        return PlaceOf(file.Rank) < PlaceOf(other.Rank);
    }

    /// <summary>Where a rank stands if numbers tell the age.</summary>
    public long PlaceOf(long rank) => isAscending && RotatedName.IsNumber(rank) ? -RotatedName.MaxNumber - rank : rank;

    private static bool IsShownOlder(in RotatedFile file, in RotatedFile other) =>
        (!other.IsCompressed || file.IsCompressed) && file.ModifiedNanos > 0 && file.ModifiedNanos < other.ModifiedNanos;
}
