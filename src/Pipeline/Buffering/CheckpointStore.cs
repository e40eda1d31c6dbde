using LogOperator.Pipeline.Native;
using LogOperator.Pipeline.Sources.Files;
using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Buffering;

/// <summary>
/// The acknowledged offsets of all branches: in memory, and in a directory where one is given. <see cref="Set"/> only notes;
/// <see cref="Sync"/> makes it last. When the disk fails it goes on in memory and tries again. Safe for concurrent use.
/// </summary>
internal sealed class CheckpointStore : IDisposable
{
    private const string FileName = "checkpoints.log";
    private const int CompactAboveBytes = 4 * 1024 * 1024;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);
    private readonly Dictionary<CheckpointKey, CheckpointSlot> entries = [];
    private readonly List<CheckpointSlot> dirty = [];
    private readonly Dictionary<string, int> names = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly Lock diskGate = new();

    // Used again by the next sync if that has about as much to write: made anew every second they would be most of what is collected. Under the disk's lock.
    private readonly List<(CheckpointKey Key, Checkpoint Checkpoint, long Touched)> taken = [];
    private readonly MemoryStream buffer = new();
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly string? directory;
    private readonly IDurableFiles disk;
    private readonly IDisposable? ownership;
    private IDurableFile? log;
    private long logLength;
    private long compactAbove = CompactAboveBytes;
    private bool failing;

    /// <summary>Opens the checkpoints of a directory, which is made if missing.</summary>
    /// <param name="directory">The directory; null keeps everything in memory.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where trouble with the disk is told.</param>
    /// <param name="disk">Where the directory lies; null for the machine's file system.</param>
    /// <exception cref="IOException">The directory cannot be used, or another process uses it.</exception>
    public CheckpointStore(string? directory, TimeProvider time, ILogger logger, IDurableFiles? disk = null)
    {
        this.disk = disk ?? DurableFiles.Instance;
        this.directory = directory;
        this.time = time;
        this.logger = logger;
        Files = new RememberedFiles(() => Now, () => Sync());
        if (directory is null)
        {
            return;
        }

        try
        {
            this.disk.MakeDirectory(directory);
            ownership = this.disk.Lock(Path.Combine(directory, "lock"));
        }
        catch (IOException e)
        {
            throw new IOException($"the state directory {directory} is in use by another process, or cannot be written: {e.Message}", e);
        }

        Load();
    }

    /// <summary>Which files had equal first lines.</summary>
    public RememberedFiles Files { get; }

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>The checkpoint of a branch for a file.</summary>
    /// <returns>False if there is none.</returns>
    public bool TryGet(CheckpointKey key, out Checkpoint checkpoint)
    {
        lock (gate)
        {
            var found = entries.TryGetValue(key, out var entry);
            checkpoint = entry?.Checkpoint ?? default;
            return found;
        }
    }

    /// <summary>Notes a checkpoint; it lasts from the next <see cref="Sync"/> on.</summary>
    public void Set(CheckpointKey key, Checkpoint checkpoint)
    {
        Put(SlotOf(key), checkpoint);
    }

    /// <summary>The place of a checkpoint, which need not be there yet, for <see cref="Put"/>.</summary>
    public CheckpointSlot SlotOf(CheckpointKey key)
    {
        lock (gate)
        {
            return entries.GetValueOrDefault(key) ?? new CheckpointSlot(key);
        }
    }

    /// <summary>Notes a checkpoint; it lasts from the next <see cref="Sync"/> on.</summary>
    /// <param name="slot">Its place.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    public void Put(CheckpointSlot slot, Checkpoint checkpoint)
    {
        var now = Now;
        lock (gate)
        {
            var place = slot.IsListed ? slot : List(slot);
            place.Checkpoint = checkpoint;
            Soil(place, now);
        }
    }

    /// <summary>Every checkpoint of a file, whoever's it is.</summary>
    public IReadOnlyList<(CheckpointKey Key, Checkpoint Checkpoint)> Of(ulong fileId)
    {
        lock (gate)
        {
            return [.. entries.Values.Where(e => e.Key.FileId == fileId).Select(e => (e.Key, e.Checkpoint))];
        }
    }

    /// <summary>Says that a checkpoint is still in use, so that it is kept.</summary>
    public void Touch(CheckpointKey key)
    {
        lock (gate)
        {
            if (entries.TryGetValue(key, out var entry) && Now - entry.Touched > Kept.TotalSeconds / 4)
            {
                Soil(entry, Now);
            }
        }
    }

    /// <summary>Writes what has changed and syncs it to the disk.</summary>
    /// <returns>False if the disk refused; what is noted stays noted.</returns>
    public bool Sync()
    {
        lock (diskGate)
        {
            if (directory is null)
            {
                return true;
            }

            var files = Files.TakeUnwritten();
            CheckpointSlot[] changed;
            taken.Clear();
            lock (gate)
            {
                changed = [.. dirty];
                foreach (var slot in changed)
                {
                    taken.Add(Taken(slot));
                }

                Clean();
            }

            if (taken.Count * 4 < taken.Capacity)
            {
                taken.TrimExcess();
            }

            if (taken.Count == 0 && files.Count == 0)
            {
                return !failing;
            }

            try
            {
                if (log is null || logLength > compactAbove)
                {
                    Compact();
                }
                else
                {
                    Append(log, [], taken, files);
                    log.Sync();
                }

                if (failing)
                {
                    failing = false;
                    Log.CheckpointsRecovered(logger, directory);
                }

                return true;
            }
            catch (IOException e)
            {
                Files.GiveBack(files);
                Fail(e, changed);
                return false;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Sync();
        log?.Dispose();
        ownership?.Dispose();
    }

    private static (CheckpointKey Key, Checkpoint Checkpoint, long Touched) Taken(CheckpointSlot slot) => (slot.Key, slot.Checkpoint, slot.Touched);

    /// <summary>Lists a place that was not, or was forgotten; where another is listed for the same names, that one counts.</summary>
    private CheckpointSlot List(CheckpointSlot slot)
    {
        if (entries.TryGetValue(slot.Key, out var listed))
        {
            return listed;
        }

        entries.Add(slot.Key, slot);
        slot.IsListed = true;
        return slot;
    }

    private void Soil(CheckpointSlot slot, long touched)
    {
        slot.Touched = touched;
        if (!slot.IsDirty)
        {
            slot.IsDirty = true;
            dirty.Add(slot);
        }
    }

    private void Clean()
    {
        dirty.ForEach(s => s.IsDirty = false);
        dirty.Clear();
    }

    private void Fail(Exception e, IReadOnlyCollection<CheckpointSlot> unwritten)
    {
        lock (gate)
        {
            foreach (var slot in unwritten.Where(s => s.IsListed))
            {
                Soil(slot, slot.Touched);
            }
        }

        // The file may end in a torn entry now: the next sync writes a new one.
        if (log is not null)
        {
            log.Dispose();
            log = null;
        }

        if (!failing)
        {
            failing = true;
            Log.CheckpointsFailed(logger, directory!, e.Message);
        }
    }

    private void Load()
    {
        var path = Path.Combine(directory!, FileName);
        if (Read(path) is { } bytes)
        {
            if (CheckpointLog.VersionOf(bytes) is { } version && !CheckpointLog.CanRead(version))
            {
                ownership!.Dispose();
                throw new IOException(
                    $"expected checkpoints of format 1 or 2 in {path}, found format {version}: a newer version wrote them. Run that, or move the file away to begin anew");
            }

            var whole = CheckpointLog.Read(bytes, [], (key, checkpoint, touched) => Load(key, checkpoint, touched), Files.Load);
            if (whole < bytes.Length)
            {
                Log.CheckpointsDamaged(logger, path, bytes.Length - whole);
            }

            ForgiveAbsence();
        }

        try
        {
            Compact();
        }
        catch (IOException e)
        {
            Fail(e, []);
        }
    }

    private void Load(CheckpointKey key, in Checkpoint checkpoint, long touched)
    {
        var slot = List(new CheckpointSlot(key));
        (slot.Checkpoint, slot.Touched) = (checkpoint, touched);
    }

    /// <summary>Does not count the time in which nobody could use the checkpoints as time in which they were not used.</summary>
    private void ForgiveAbsence()
    {
        var away = entries.Count == 0 ? 0 : Now - entries.Values.Max(e => e.Touched);
        foreach (var slot in entries.Values)
        {
            slot.Touched += Math.Max(0, away);
        }
    }

    /// <summary>Writes everything that is still in use into a new file and puts it in the old one's place.</summary>
    private void Compact()
    {
        (CheckpointKey Key, Checkpoint Checkpoint, long Touched)[] all;
        lock (gate)
        {
            var oldest = Now - (long)Kept.TotalSeconds;
            foreach (var slot in entries.Values.Where(e => e.Touched < oldest).ToArray())
            {
                entries.Remove(slot.Key);
                slot.IsListed = false;
            }

            all = [.. entries.Values.Select(Taken)];
            Clean();
        }

        var path = Path.Combine(directory!, FileName);
        var next = disk.Create(path + ".new");
        try
        {
            names.Clear();
            logLength = 0;
            Append(next, CheckpointLog.Header, all, Files.Keep(Now - (long)Kept.TotalSeconds));
            next.Sync();
            disk.Move(path + ".new", path);
            disk.SyncDirectory(directory!);
        }
        catch
        {
            next.Dispose();
            throw;
        }

        log?.Dispose();
        log = next;
        compactAbove = Math.Max(CompactAboveBytes, logLength * 2);
    }

    private byte[]? Read(string path)
    {
        using var file = disk.Open(path);
        if (file is null)
        {
            return null;
        }

        var bytes = new byte[file.Length];
        return bytes[..file.Read(bytes, 0)];
    }

    /// <summary>Appends entries in one write.</summary>
    private void Append(
        IDurableFile output,
        ReadOnlySpan<byte> header,
        IEnumerable<(CheckpointKey Key, Checkpoint Checkpoint, long Touched)> changes,
        IEnumerable<KnownFile> files)
    {
        buffer.SetLength(0);
        buffer.Write(header);
        Write(buffer, changes, files);
        output.Write(buffer.GetBuffer().AsSpan(0, (int)buffer.Length), logLength);
        logLength += buffer.Length;
        if (buffer.Length * 4 < buffer.Capacity)
        {
            buffer.Capacity = (int)buffer.Length;
        }
    }

    private void Write(
        MemoryStream output, IEnumerable<(CheckpointKey Key, Checkpoint Checkpoint, long Touched)> changes, IEnumerable<KnownFile> files)
    {
        foreach (var file in files)
        {
            CheckpointLog.WriteFile(output, file);
        }

        foreach (var (key, checkpoint, touched) in changes)
        {
            CheckpointLog.WriteCheckpoint(output, NumberOf(output, key.Pipeline), NumberOf(output, key.Store), key.FileId, checkpoint, touched);
        }
    }

    private int NumberOf(MemoryStream output, string name)
    {
        if (!names.TryGetValue(name, out var number))
        {
            number = names.Count;
            CheckpointLog.WriteName(output, name);
            names.Add(name, number);
        }

        return number;
    }
}
