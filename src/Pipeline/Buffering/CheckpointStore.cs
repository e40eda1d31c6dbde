using LogOperator.Pipeline.Native;
using LogOperator.Pipeline.Sources.Files.Identity;
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

    // What thousands of files change in a second is taken and written in parts: large arrays stay in memory for long.
    private const int PartEntries = 512;
    private const int PartBytes = 32 * 1024;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);
    private readonly HashSet<CheckpointSlot> entries = new(new CheckpointKeys());
    private readonly HashSet<CheckpointSlot>.AlternateLookup<CheckpointKey> entriesByKey;
    private readonly Dictionary<string, int> names = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly Lock diskGate = new();
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly string? directory;
    private readonly IDurableFiles disk;
    private readonly IDisposable? ownership;
    private List<CheckpointSlot> dirty = [];
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
        entriesByKey = entries.GetAlternateLookup<CheckpointKey>();
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
            var found = entriesByKey.TryGetValue(key, out var entry);
            checkpoint = entry?.Checkpoint ?? default;
            return found;
        }
    }

    /// <summary>Notes a checkpoint; it lasts from the next <see cref="Sync"/> on.</summary>
    public void Set(CheckpointKey key, Checkpoint checkpoint) => Put(SlotOf(key), checkpoint);

    /// <summary>Has what is noted until this ends be written at once, or not at all.</summary>
    public Lock.Scope Together() => gate.EnterScope();

    /// <summary>The place of a checkpoint, which need not be there yet, for <see cref="Put"/>.</summary>
    public CheckpointSlot SlotOf(CheckpointKey key)
    {
        lock (gate)
        {
            return entriesByKey.TryGetValue(key, out var listed) ? listed : new CheckpointSlot(key);
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
            return [.. entries.Where(e => e.Key.FileId == fileId).Select(e => (e.Key, e.Checkpoint))];
        }
    }

    /// <summary>Says that a checkpoint is still in use, so that it is kept.</summary>
    public void Touch(CheckpointKey key)
    {
        lock (gate)
        {
            if (entriesByKey.TryGetValue(key, out var entry) && Now - entry.Touched > Kept.TotalSeconds / 4)
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
            List<CheckpointSlot> changed;
            (CheckpointKey Key, Checkpoint Checkpoint, long Touched)[][] changes;
            lock (gate)
            {
                changed = dirty;
                changes = Taken(changed);
                Clean();
            }

            if (changes.Length == 0 && files.Count == 0)
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
                    Append(log, [], changes, files);
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

    private static (CheckpointKey Key, Checkpoint Checkpoint, long Touched)[][] Taken(IEnumerable<CheckpointSlot> slots) =>
        [.. slots.Chunk(PartEntries).Select(part => Array.ConvertAll(part, s => (s.Key, s.Checkpoint, s.Touched)))];

    /// <summary>Lists a place that was not, or was forgotten; where another is listed for the same names, that one counts.</summary>
    private CheckpointSlot List(CheckpointSlot slot)
    {
        if (entries.TryGetValue(slot, out var listed))
        {
            return listed;
        }

        entries.Add(slot);
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
        dirty = [];
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
        if (CheckpointFile.Read(disk, path) is { } bytes)
        {
            if (CheckpointLog.VersionOf(bytes) is { } version && CheckpointLog.IsLater(version))
            {
                ownership!.Dispose();
                throw new IOException(
                    $"expected checkpoints of format 1 to 3 in {path}, found format {version}: a newer version wrote them. Run that, or move the file away to begin anew");
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
        var away = entries.Count == 0 ? 0 : Now - entries.Max(e => e.Touched);
        foreach (var slot in entries)
        {
            slot.Touched += Math.Max(0, away);
        }
    }

    /// <summary>Writes everything that is still in use into a new file and puts it in the old one's place.</summary>
    private void Compact()
    {
        (CheckpointKey Key, Checkpoint Checkpoint, long Touched)[][] all;
        lock (gate)
        {
            var oldest = Now - (long)Kept.TotalSeconds;
            foreach (var slot in entries.Where(e => e.Touched < oldest).ToArray())
            {
                entries.Remove(slot);
                slot.IsListed = false;
            }

            all = Taken(entries);
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

    /// <summary>Appends entries.</summary>
    private void Append(
        IDurableFile output,
        ReadOnlySpan<byte> header,
        (CheckpointKey Key, Checkpoint Checkpoint, long Touched)[][] changes,
        IReadOnlyList<KnownFile> files)
    {
        using var bytes = new MemoryStream();
        bytes.Write(header);
        foreach (var file in files)
        {
            CheckpointLog.WriteFile(bytes, file);
            Flush(bytes, output, PartBytes);
        }

        foreach (var part in changes)
        {
            foreach (var (key, checkpoint, touched) in part)
            {
                CheckpointLog.WriteCheckpoint(bytes, NumberOf(bytes, key.Pipeline), NumberOf(bytes, key.Store), key.FileId, checkpoint, touched);
                Flush(bytes, output, PartBytes);
            }
        }

        Flush(bytes, output, least: 1);
    }

    private void Flush(MemoryStream bytes, IDurableFile output, int least)
    {
        if (bytes.Length >= least)
        {
            output.Write(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), logLength);
            logLength += bytes.Length;
            bytes.SetLength(0);
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
