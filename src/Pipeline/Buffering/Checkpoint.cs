using LogOperator.Pipeline.Sources.Files.Lines;

namespace LogOperator.Pipeline.Buffering;

/// <summary>How far a branch has acknowledged a file.</summary>
/// <param name="Offset">Lowest start of anything unfinished: where a restart resumes.</param>
/// <param name="Skip">Records that end at or before this offset are finished, although some may start behind <see cref="Offset"/>.</param>
internal readonly record struct Checkpoint(long Offset, long Skip)
{
    /// <summary>Most ranges that are kept of one file.</summary>
    public const int MostFinished = 64;

    /// <summary>Where each stream goes on, if that is elsewhere than the offset and the skip say; else null.</summary>
    public StreamPlaces? Places { get; init; }

    /// <summary>What became of the bytes before <see cref="Skip"/>; null where it is not known.</summary>
    public FileAccount? Account { get; init; }

    /// <summary>What is finished beyond <see cref="Skip"/>, in order; null for nothing.</summary>
    public IReadOnlyList<FinishedRange>? Finished { get; init; }

    /// <summary>Where two branches go on together: nothing that one of them has not finished is passed over.</summary>
    public static Checkpoint Earlier(in Checkpoint one, in Checkpoint other)
    {
        var (offset, skip) = (Math.Min(one.Offset, other.Offset), Math.Min(one.Skip, other.Skip));
        return new(offset, skip) { Places = one.AllPlaces is { } places && other.AllPlaces is { } others ? places.Earlier(others).Beside(offset, skip) : null };
    }

    private StreamPlaces? AllPlaces => Places ?? (Offset == Skip ? new(Skip, Skip, Skip) : null);

    /// <summary>Offset and skip.</summary>
    public (long Offset, long Skip) Place => (Offset, Skip);
}
