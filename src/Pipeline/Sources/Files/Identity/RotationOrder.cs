namespace LogOperator.Pipeline.Sources.Files.Identity;

/// <summary>
/// Orders the files of a stream by age. Dates in names count; numbers do not say whether they count up or down, and other names say
/// nothing: there the times of modification decide, then those of birth, and the numbers where these are equal or, of compressed files, mean little.
/// </summary>
/// <param name="isAscending">Whether higher numbers are younger.</param>
internal readonly struct RotationOrder(bool isAscending)
{
    /// <summary>
    /// The order of some files: numbers count up if more neighbours were written in that order than in the other. Two archives show only when they were
    /// compressed, which need not be in the order of their age: they count where nothing else tells.
    /// </summary>
    public static RotationOrder Of(IEnumerable<RotatedFile> files)
    {
        var (balance, archives) = (0, 0);
        RotatedFile? before = null;
        RotatedFile? plain = null;

        // By numbers, the highest first.
        foreach (var file in files.Where(f => RotatedName.IsNumber(f.Rank)).OrderBy(f => f.Rank))
        {
            if (plain is { } other)
            {
                balance += Direction(file, other);
            }

            if (before is { IsCompressed: true } higher)
            {
                (balance, archives) = file.IsCompressed ? (balance, archives + Direction(file, higher)) : (balance + Direction(file, higher), archives);
            }

            before = file;
            plain = file.IsCompressed ? plain : file;
        }

        return new RotationOrder(balance > 0 || (balance == 0 && archives > 0));
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

        var (place, otherPlace) = (PlaceOf(file.Rank), PlaceOf(other.Rank));
        return place != otherPlace ? place < otherPlace : file.ModifiedNanos > 0 && file.ModifiedNanos < other.ModifiedNanos;
    }

    /// <summary>Where a rank stands if numbers tell the age.</summary>
    public long PlaceOf(long rank) => isAscending && RotatedName.IsNumber(rank) ? -RotatedName.MaxNumber - rank : rank;

    /// <summary>Above 0 if a file is shown to be older than one of a higher number, below if it is the younger one.</summary>
    private static int Direction(in RotatedFile file, in RotatedFile higher) =>
        IsShownOlder(file, higher) ? 1 : IsShownOlder(higher, file) ? -1 : 0;

    private static bool IsShownOlder(in RotatedFile file, in RotatedFile other) =>
        (!other.IsCompressed || file.IsCompressed) && file.ModifiedNanos > 0 && file.ModifiedNanos < other.ModifiedNanos;
}
