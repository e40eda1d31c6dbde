using LogOperator.Pipeline.Native;
using LogOperator.Pipeline.Sources.Files.Retention;

namespace LogOperator.Pipeline.Sources.Files.Streams;

/// <content>The link that keeps a file when its names go. Except for the counts, the follower's alone.</content>
internal sealed partial class FollowedFile
{
    private int unacknowledged;
    private long? order;
    private Moment copyRefusedAt;
    private Moment laggingSince;
    private Moment unretainedSince;
    private Moment linkFailedAt;

    /// <summary>The link; null if there is none.</summary>
    public FileLink? Link { get; set; }

    /// <summary>What the disk buffer holds of it; null if there is no such copy.</summary>
    public BufferedCopy? Buffered { get; set; }

    /// <summary>Whether it can be read although its names are gone and its descriptor is closed.</summary>
    public bool IsKept => Link is not null || (Buffered is { } copy && copy.To >= Size);

    /// <summary>When the copy was given up, or could not be made, last; null if neither.</summary>
    public DateTimeOffset? CopyRefusedAt { get => copyRefusedAt; set => copyRefusedAt = value; }

    /// <summary>Whether there is or was a link, or a copy.</summary>
    public bool WasLinked { get; set; }

    /// <inheritdoc/>
    public bool WasLeft { get; init; }

    /// <summary>Orders links of a stream, over restarts too; at first by the time at which the file was seen.</summary>
    public long Order
    {
        get => order ?? SeenAt.UtcTicks;
        set => order = value;
    }

    /// <summary>Whether bytes were handed on that are not acknowledged.</summary>
    public bool IsUnacknowledged => Volatile.Read(ref unacknowledged) > 0;

    /// <summary>Since when somebody lags behind the file's end; null if nobody does.</summary>
    public DateTimeOffset? LaggingSince { get => laggingSince; set => laggingSince = value; }

    /// <summary>Where the file ended then.</summary>
    public long LaggingTo { get; set; }

    /// <summary>Since when nobody retains it though its stream is followed; null if somebody does.</summary>
    public DateTimeOffset? UnretainedSince { get => unretainedSince; set => unretainedSince = value; }

    /// <summary>When linking failed last; null if it did not.</summary>
    public DateTimeOffset? LinkFailedAt { get => linkFailedAt; set => linkFailedAt = value; }

    /// <inheritdoc/>
    public void RetainUnacknowledged()
    {
        Interlocked.Increment(ref unacknowledged);
        Retain();
    }

    /// <inheritdoc/>
    public void ReleaseAcknowledged()
    {
        Interlocked.Decrement(ref unacknowledged);
        Release();
    }

    /// <summary>Notes a name below another directory. A file of which only a copy was known may be a compressed one by its name.</summary>
    public void Relocate(string name, string below)
    {
        lock (gate)
        {
            root = below;
            IsCompressed = name.EndsWith(".gz", StringComparison.Ordinal);
            Rename(name);
        }
    }

    /// <summary>Links the file.</summary>
    /// <returns>0, or the error number.</returns>
    public int LinkTo(string name)
    {
        lock (gate)
        {
            var wasOpen = content is not null;
            var error = Open();
            if (error == 0)
            {
                error = content!.Handle is { } handle ? HardLink.Make(handle, name) : Errno.NoEntry;
                if (error == Errno.Exists && FileStat.OfPath(name, follow: false, out var stat) == 0 && stat.IsSameFile(Stat))
                {
                    error = 0;
                }
            }

            if (!wasOpen)
            {
                Close();
            }

            return error;
        }
    }

    /// <summary>Reads bytes as they are, for a copy.</summary>
    /// <exception cref="IOException">They cannot be read now.</exception>
    public int ReadRaw(Span<byte> buffer, long offset)
    {
        try
        {
            return Opened().Read(buffer, offset);
        }
        catch (ObjectDisposedException e)
        {
            // A reader let go of it meanwhile; that happens where descriptors are scarce, and it is as well read later.
            throw new IOException($"cannot read {Path}: {e.Message}", e);
        }
    }

    /// <summary>Whoever reads on at an offset has what lies before it.</summary>
    private void NoteReader(long offset)
    {
        if (offset > readTo && offset <= Size)
        {
            Volatile.Write(ref readTo, offset);
        }
    }
}
