using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Lines;

namespace LogOperator.Pipeline.Runtime.Acknowledgement;

/// <summary>Where a branch stands in a stream.</summary>
/// <param name="FileId">The file; 0 for the beginning of the stream's first file.</param>
/// <param name="Offset">Offset at which reading resumes: the lowest start of a line whose record is unfinished.</param>
/// <param name="Skip">Records of this file that end at or before this offset are finished and are not emitted again.</param>
/// <param name="LaterFileId">A later file that was begun while a line of this one was still held; 0 if none.</param>
/// <param name="LaterSkip">As <paramref name="Skip"/>, for the later file.</param>
internal readonly record struct Position(ulong FileId, long Offset, long Skip, ulong LaterFileId = 0, long LaterSkip = 0)
{
    /// <summary>Where each stream of the file goes on; null where it is not known.</summary>
    public StreamPlaces? Places { get; init; }

    /// <summary>As <see cref="Places"/>, of the later file.</summary>
    public StreamPlaces? LaterPlaces { get; init; }

    /// <summary>The file before, which may be written to though it seemed finished; null where that is not known.</summary>
    public FilePlace? Left { get; init; }

    /// <summary>The beginning of the stream, whatever its first file will be.</summary>
    public static Position Beginning => default;

    /// <summary>What a checkpoint says of the file.</summary>
    public Checkpoint In(ILogFile file)
    {
        var skip = Math.Min(Skip, file.Size);
        return new(Offset, skip) { Places = Places?.Beside(Offset, skip) };
    }

    /// <summary>
    /// Where the streams go on in a file that was read as a whole between the position's first and its later one: at its beginning if they are held since the first,
    /// behind it if they are not held or began in the later one. Null where one is held since a file between them.
    /// </summary>
    public static StreamPlaces? PlacesBetween(StreamPlaces? places, StreamPlaces? laterPlaces)
    {
        if (places is not { } first || laterPlaces is not { } later)
        {
            return null;
        }

        var (unknown, stdout, stderr) = (Between(first.Unknown, later.Unknown), Between(first.Stdout, later.Stdout), Between(first.Stderr, later.Stderr));
        return unknown < 0 || stdout < 0 || stderr < 0 ? null : new(unknown, stdout, stderr);
    }

    /// <summary>Where two branches go on together that stand in the same file, by their checkpoints.</summary>
    public Position Earlier(in Position other)
    {
        var both = Checkpoint.Earlier(new(Offset, Skip) { Places = Places }, new(other.Offset, other.Skip) { Places = other.Places });
        return new(FileId, both.Offset, both.Skip) { Places = both.Places };
    }

    /// <summary>The same place with nothing finished behind it: what is held is to be joined in another way.</summary>
    public Position BeforeHeld() => Skip == long.MaxValue ? new(FileId, Offset, Offset, LaterFileId) : new(FileId, Offset, Offset, LaterFileId, LaterSkip);

    private static long Between(long first, long later) => first < long.MaxValue ? 0 : later > 0 ? long.MaxValue : -1;
}
