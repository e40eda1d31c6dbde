using LogOperator.Pipeline.Native;
using LogOperator.Pipeline.Sources.Files.Content;
using LogOperator.Pipeline.Sources.Files.Identity;

namespace LogOperator.Pipeline.Sources.Files.Streams;

/// <summary>
/// A file that the follower keeps an eye on. Its state is the follower's to change (one thread); one reader at a time reads it.
/// The descriptor may be closed under the reader, who then opens the file again by its name and checks that it is the same.
/// </summary>
internal sealed partial class FollowedFile : ILogFile
{
    private readonly Lock gate = new();
    private readonly FollowerParts parts;
    private readonly FileFormat format;
    private string root;
    private IFileContent? content;
    private string path;
    private FileHead? head;
    private long size;
    private long readTo;
    private long brokenAt = -1;
    private int retained;
    private volatile bool finished;
    private volatile bool replaced;
    private Moment succeededAt;
    private Moment deletedAt;
    private Moment finishedAt;

    /// <summary>Notes a file; opens nothing.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="root">Beginning of the name below which no link is followed.</param>
    /// <param name="stat">What it is.</param>
    /// <param name="format">How its lines are framed.</param>
    /// <param name="parts">What the follower's parts share.</param>
    public FollowedFile(string path, string root, in FileStat stat, FileFormat format, FollowerParts parts)
    {
        this.path = path;
        this.root = root;
        this.format = format;
        this.parts = parts;
        Stat = stat;
        IsCompressed = path.EndsWith(".gz", StringComparison.Ordinal);
        size = IsCompressed ? 0 : stat.Size;
    }

    /// <inheritdoc/>
    public ulong Id { get; private set; }

    /// <inheritdoc/>
    public string Path => Volatile.Read(ref path);

    /// <inheritdoc/>
    public long Size => Volatile.Read(ref size);

    /// <inheritdoc/>
    public bool IsFinished => finished;

    /// <summary>What the file was when it was looked at last.</summary>
    public FileStat Stat { get; set; }

    /// <summary>Whether it is a gzip file, read by uncompressed offsets.</summary>
    public bool IsCompressed { get; private set; }

    /// <summary>How it begins; null until the first line is complete.</summary>
    public FileHead? Head => head;

    /// <summary>Number among the files with the same head.</summary>
    public int Ordinal { get; private set; }

    /// <summary>Whether it was truncated and written anew: what is in it now belongs to another followed file.</summary>
    public bool IsReplaced => replaced;

    /// <summary>What tells its place among the files of its stream.</summary>
    public RotatedFile Place => RotatedFile.Of(Rank, IsCompressed, Stat);

    /// <inheritdoc/>
    public bool IsOlderThan(ILogFile other) => other is FollowedFile followed && Place.IsCertainlyOlderThan(followed.Place);

    /// <summary>Whether a descriptor is open.</summary>
    public bool IsOpen
    {
        get
        {
            lock (gate)
            {
                return content is not null;
            }
        }
    }

    /// <summary>Highest offset that was handed out.</summary>
    public long ReadTo => Volatile.Read(ref readTo);

    /// <summary>Whether a reader still needs it.</summary>
    public bool IsRetained => Volatile.Read(ref retained) > 0;

    /// <summary>Whether there may be bytes in it that nobody has acknowledged.</summary>
    public bool IsNeeded => IsRetained || ReadTo < Size;

    /// <summary>Whether the end of a compressed file is missing.</summary>
    public bool IsBroken => brokenAt >= 0;

    /// <inheritdoc/>
    public void Retain() => Interlocked.Increment(ref retained);

    /// <inheritdoc/>
    public void Release() => Interlocked.Decrement(ref retained);

    /// <summary>Orders it among the files of its stream (<see cref="RotatedName.Rank"/>). The follower's alone.</summary>
    public long Rank { get; set; }

    /// <summary>Why it was taken for one of the stream. The follower's alone.</summary>
    public FoundBy FoundBy { get; init; }

    /// <summary>When it was seen first. The follower's alone.</summary>
    public DateTimeOffset SeenAt { get; init; }

    /// <summary>When it grew last, as far as it was seen. The follower's alone.</summary>
    public DateTimeOffset GrownAt { get; set; }

    /// <summary>When a newer file of the stream was seen first; null if there is none. The follower's alone.</summary>
    public DateTimeOffset? SucceededAt { get => succeededAt; set => succeededAt = value; }

    /// <summary>When it was found deleted; null if it has a name. The follower's alone.</summary>
    public DateTimeOffset? DeletedAt { get => deletedAt; set => deletedAt = value; }

    /// <summary>When it was found finished; null if it is not. The follower's alone.</summary>
    public DateTimeOffset? FinishedAt { get => finishedAt; set => finishedAt = value; }

    /// <summary>Whether it is there but could not be opened or read when that was tried last. The follower's alone.</summary>
    public bool IsObscured { get; set; }

    /// <summary>Whether that was for a reason that does not pass by itself. The follower's alone.</summary>
    public bool IsDenied { get; set; }

    /// <summary>Whether it was read before, by what is remembered; null before that was asked. The follower's alone.</summary>
    public bool? WasKnown { get; set; }

    /// <summary>Whether it is one that an earlier process followed. The follower's alone.</summary>
    public bool WasRead { get; set; }

    /// <summary>Whether the files behind it have to wait until it can be read. The follower's alone.</summary>
    public bool IsAwaited { get; set; }

    /// <summary>Whether it was closed to save descriptors, until it grows. The follower's alone.</summary>
    public bool IsParked { get; set; }

    /// <summary>Whether its successor after a truncation was made. The follower's alone.</summary>
    public bool IsSucceeded { get; set; }

    /// <summary>Notes the present name.</summary>
    public void Rename(string name) => Volatile.Write(ref path, name);

    /// <summary>Notes that the file has at least so many bytes; a reader may have seen more already.</summary>
    public void Grow(long bytes)
    {
        var seen = Volatile.Read(ref size);
        while (bytes > seen)
        {
            var before = Interlocked.CompareExchange(ref size, bytes, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }

    /// <summary>Notes whether more bytes are to be expected.</summary>
    public void Finish(bool isFinished) => finished = isFinished;

    /// <summary>
    /// Notes that the file was truncated and written anew: nothing more can be read. It is not finished before its successor stands
    /// behind it, or a reader would pass that over.
    /// </summary>
    public void Replace()
    {
        replaced = true;
        finished = false;
    }

    /// <summary>Gives the file its id.</summary>
    public void Identify(FileHead found, int ordinal)
    {
        Ordinal = ordinal;
        Id = found.IdOf(ordinal);
        Volatile.Write(ref head, found);
    }

    /// <summary>What is in the file after it was truncated, as a file of its own. It takes the descriptor over: the name may be gone.</summary>
    public FollowedFile Renewed(DateTimeOffset now)
    {
        var next = new FollowedFile(Path, root, Stat with { Size = 0 }, format, parts) { Rank = Rank, SeenAt = now, GrownAt = now };
        lock (gate)
        {
            next.content = content;
            content = null;
        }

        return next;
    }

    /// <summary>Goes on in a copy of the same bytes: the compressed form of a rotated file, or what copytruncate left.</summary>
    public void MoveTo(string name, in FileStat stat)
    {
        lock (gate)
        {
            content?.Dispose();
            content = null;
            Stat = stat;
            IsCompressed = name.EndsWith(".gz", StringComparison.Ordinal);
            replaced = false;
        }

        Rename(name);
    }
}
