using LogOperator.Pipeline.Native;

namespace LogOperator.Pipeline.Sources.Files.Identity;

/// <summary>What tells a file's place among the files of its stream.</summary>
/// <param name="Rank">What its name says (<see cref="RotatedName.Rank"/>).</param>
/// <param name="IsCompressed">Whether it is a compressed form: whoever made that may have set its times.</param>
/// <param name="ModifiedNanos">When it was written last; 0 if unknown.</param>
/// <param name="BirthNanos">When it was created; 0 if unknown.</param>
internal readonly record struct RotatedFile(long Rank, bool IsCompressed, long ModifiedNanos, long BirthNanos)
{
    /// <summary>A file by its name's rank and what is known of it.</summary>
    public static RotatedFile Of(long rank, bool isCompressed, in FileStat stat) => new(rank, isCompressed, stat.ModifiedNanos, stat.BirthNanos);

    /// <summary>
    /// Whether this was certainly not written any more when another file of its stream was: not by its name alone, which may count up or
    /// down. The file that is being written is the last one; a compressed file may be dated later than it was written, never earlier.
    /// </summary>
    public bool IsCertainlyOlderThan(in RotatedFile other)
    {
        if (Rank == RotatedName.Current || ModifiedNanos <= 0)
        {
            return false;
        }

        if (other.Rank == RotatedName.Current)
        {
            return ModifiedNanos <= other.ModifiedNanos;
        }

        var wasBornEarlier = IsCompressed || BirthNanos == 0 || other.BirthNanos == 0 || BirthNanos <= other.BirthNanos;
        return !other.IsCompressed && ModifiedNanos < other.ModifiedNanos && wasBornEarlier;
    }
}
