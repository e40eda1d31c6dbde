using System.Security.Cryptography;
using LogOperator.Pipeline.Native;
using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Buffering.Disk;

/// <summary>
/// Bytes that have no file to be read from again, kept on disk until they are acknowledged: append-only segments of checksummed entries, for
/// each owner its own, so that nobody's bytes hold another's. Damage is skipped and counted. Safe for concurrent use; one process at a time.
/// </summary>
internal sealed class DiskBuffer : IDisposable
{
    /// <summary>Bytes of a segment that are no entries of users.</summary>
    public const int SegmentOverhead = SegmentFormat.HeaderLength + SegmentFormat.FrameLength + SegmentFormat.FixedLength + SegmentFormat.LargestNames;

    /// <summary>Name of the file that is locked.</summary>
    public const string LockName = "lock";

    /// <summary>What is added to the name of a segment that is put aside.</summary>
    public const string AsideSuffix = ".damaged";

    private const int MostAside = 4;
    private readonly Dictionary<string, OwnerLog> owners = new(StringComparer.Ordinal);
    private readonly HashSet<(Segment Segment, long Position)> damaged = [];
    private readonly Lock gate = new();
    private readonly Lock nameGate = new();
    private readonly IDisposable ownership;
    private readonly ILogger logger;
    private ulong lastNumber;
    private long heldBytes;
    private long namesEpoch;
    private bool failing;

    private DiskBuffer(DiskBufferOptions options, IDurableFiles files, IDisposable ownership, ILogger logger)
    {
        Options = options;
        Files = files;
        this.ownership = ownership;
        this.logger = logger;
    }

    /// <summary>How it keeps its entries.</summary>
    public DiskBufferOptions Options { get; }

    /// <summary>What it counts.</summary>
    public BufferCounters Counters { get; } = new();

    /// <summary>Where it keeps them.</summary>
    public IDurableFiles Files { get; }

    /// <summary>Bytes of all segments on the disk.</summary>
    public long HeldBytes => Volatile.Read(ref heldBytes);

    /// <summary>All streams that hold bytes.</summary>
    public IReadOnlyList<StoredStream> Streams
    {
        get
        {
            lock (gate)
            {
                return [.. owners.Values.SelectMany(o => o.Streams).Where(s => !s.IsDone)];
            }
        }
    }

    /// <summary>Opens a buffer and takes up what an earlier process left in it.</summary>
    /// <exception cref="IOException">The directory cannot be used, or another process uses it.</exception>
    public static DiskBuffer Open(DiskBufferOptions options, IDurableFiles files, ILogger logger)
    {
        files.MakeDirectory(options.Directory);
        var buffer = new DiskBuffer(options, files, LockOf(options.Directory, files), logger);
        buffer.Load();
        return buffer;
    }

    /// <summary>Takes the lock of a directory.</summary>
    /// <exception cref="IOException">Another process has it.</exception>
    public static IDisposable LockOf(string directory, IDurableFiles files)
    {
        try
        {
            return files.Lock(Path.Combine(directory, LockName));
        }
        catch (IOException e)
        {
            throw new IOException($"the disk buffer {directory} is in use by another process, or cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Appends bytes of a file; they last once <see cref="Commit"/> says so.</summary>
    /// <param name="owner">Whose quota they count against.</param>
    /// <param name="key">What the stream is known by.</param>
    /// <param name="fileId">The file.</param>
    /// <param name="offset">Where in the file they begin.</param>
    /// <param name="payload">The bytes, at most <see cref="SegmentFormat.LargestPayload"/>.</param>
    /// <param name="ticket">To commit.</param>
    public AppendResult Append(string owner, string key, ulong fileId, long offset, ReadOnlySpan<byte> payload, out BufferTicket ticket) =>
        LogOf(owner).Append(key, fileId, offset, payload, out ticket);

    /// <summary>Makes an entry last, with everything that its owner appended before it.</summary>
    /// <returns>Whether it does; if not, it is tried again at the next commit.</returns>
    public static bool Commit(BufferTicket ticket) => ticket.Log?.Commit(ticket.Number) ?? true;

    /// <summary>Notes how far a reader has acknowledged a stream; what all its readers have goes.</summary>
    public static void Acknowledge(StoredStream stream, string reader, long offset) => stream.Log.Acknowledge(stream, reader, offset);

    /// <summary>The stream of a key.</summary>
    public StoredStream? Find(string owner, string key, ulong fileId) => LogOf(owner).Find(key, fileId);

    /// <summary>Bytes that an owner holds on the disk.</summary>
    public long HeldBy(string owner) => LogOf(owner).HeldBytes;

    /// <inheritdoc/>
    public void Dispose()
    {
        OwnerLog[] logs;
        lock (gate)
        {
            logs = [.. owners.Values];
        }

        Array.ForEach(logs, l => l.Close());
        ownership.Dispose();
    }

    /// <summary>Names a new segment.</summary>
    internal Segment NewSegment()
    {
        Span<byte> salt = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(salt);
        var name = new SegmentName(Interlocked.Increment(ref lastNumber), BitConverter.ToUInt64(salt));
        return new Segment(name, Path.Combine(Options.Directory, name.ToString())) { NamesEpoch = Volatile.Read(ref namesEpoch) };
    }

    /// <summary>Makes a segment's name last. A failure counts for every name that was not synced then: the kernel tells it only once.</summary>
    internal void SyncName(Segment segment)
    {
        lock (nameGate)
        {
            if (segment.IsNamed)
            {
                return;
            }

            if (segment.NamesEpoch != namesEpoch)
            {
                throw new IOException($"an earlier sync of {Options.Directory} failed");
            }

            try
            {
                Files.SyncDirectory(Options.Directory);
            }
            catch (IOException)
            {
                namesEpoch++;
                throw;
            }

            segment.IsNamed = true;
        }
    }

    /// <summary>Reads a segment.</summary>
    /// <returns>Its bytes, and how many more there are than any segment has.</returns>
    internal static (byte[] Bytes, long Beyond) ReadSegment(IDurableFiles files, string path)
    {
        using var file = files.Open(path) ?? throw new IOException($"expected a segment at {path}, found nothing");
        var beyond = Math.Max(0, file.Length - SegmentFormat.LargestSegment);
        var bytes = new byte[file.Length - beyond];
        return (bytes[..file.Read(bytes, 0)], beyond);
    }

    internal void Hold(long bytes) => Interlocked.Add(ref heldBytes, bytes);

    internal void Fails(string reason)
    {
        Counters.Failed();
        if (!Interlocked.Exchange(ref failing, true))
        {
            BufferLog.Failing(logger, Options.Directory, reason);
        }
    }

    internal void Works()
    {
        if (Interlocked.Exchange(ref failing, false))
        {
            BufferLog.Recovered(logger, Options.Directory);
        }
    }

    /// <summary>Counts an entry that was sound when it was found and is not any more.</summary>
    internal void Damaged(Segment segment, long position, int bytes)
    {
        lock (gate)
        {
            if (!damaged.Add((segment, position)))
            {
                return;
            }
        }

        Counters.Corrupt(bytes, 1);
        BufferLog.Damaged(logger, segment.Path, bytes, 1);
    }

    private OwnerLog LogOf(string owner)
    {
        lock (gate)
        {
            if (!owners.TryGetValue(owner, out var log))
            {
                owners[owner] = log = new OwnerLog(this, owner);
            }

            return log;
        }
    }

    private void Load()
    {
        var names = Files.List(Options.Directory);
        foreach (var file in names)
        {
            if (SegmentName.Parse(file) is { } name)
            {
                lastNumber = Math.Max(lastNumber, name.Number);
                Load(name, Path.Combine(Options.Directory, file));
            }
        }

        foreach (var aside in names.Where(n => n.EndsWith(AsideSuffix, StringComparison.Ordinal)).SkipLast(MostAside))
        {
            Files.Delete(Path.Combine(Options.Directory, aside));
        }

        foreach (var log in owners.Values)
        {
            log.Loaded();
        }
    }

    private void Load(SegmentName name, string path)
    {
        try
        {
            var (bytes, beyond) = ReadSegment(Files, path);
            var scan = SegmentScan.Of(bytes, name);
            if (scan.IsForeign)
            {
                BufferLog.Foreign(logger, path, SegmentFormat.Version, scan.Version);
                return;
            }

            if (scan.DamagedBytes + beyond > 0)
            {
                Counters.Corrupt(scan.DamagedBytes + beyond, scan.LostEntries);
                BufferLog.Damaged(logger, path, scan.DamagedBytes + beyond, scan.LostEntries);
            }

            if (scan.Entries.Count > 0)
            {
                LogOf(SegmentText.OwnerOf(bytes, scan.Entries[0])).Load(new Segment(name, path), scan, bytes);
            }
            else if (scan.DamagedBytes > 0)
            {
                Files.Move(path, path + AsideSuffix);
            }
            else
            {
                Files.Delete(path);
            }
        }
        catch (IOException e)
        {
            Fails(e.Message);
        }
    }
}
