using LogOperator.Pipeline.Native;

namespace LogOperator.Pipeline.Tests.Buffering.Disk;

/// <summary>
/// A file system in memory that knows which of its bytes and names would outlast a loss of power, and builds a state that may be found
/// afterwards. Its disk can be told to fail.
/// </summary>
internal sealed class CrashingFiles(Random random) : IDurableFiles
{
    private const int FullDisk = 28;
    private readonly Dictionary<string, CrashingFile> names = new(StringComparer.Ordinal);
    private readonly List<(string Path, CrashingFile? File, string? From)> unsyncedNames = [];
    private readonly HashSet<string> locked = [];
    private Dictionary<string, CrashingFile> lastingNames = new(StringComparer.Ordinal);

    /// <summary>How likely a sync fails.</summary>
    public double SyncFailures { get; set; }

    /// <summary>How likely a write fails, with a part of it written.</summary>
    public double WriteFailures { get; set; }

    public IReadOnlyDictionary<string, byte[]> Contents => names.ToDictionary(n => n.Key, n => n.Value.Seen.ToArray());

    /// <summary>Puts a file there that lasts.</summary>
    public void Put(string path, byte[] bytes)
    {
        names[path] = new CrashingFile(bytes);
        lastingNames[path] = names[path];
    }

    /// <summary>The disk as it may be found after the power went.</summary>
    public CrashingFiles Cut()
    {
        var found = NamesAfter(random.Next(3) switch { 0 => 0, 1 => 1, _ => random.NextDouble() });
        var next = new CrashingFiles(random);
        foreach (var (path, file) in found)
        {
            next.Put(path, file.AfterCut(random));
        }

        return next;
    }

    /// <summary>The machine goes on, the process does not.</summary>
    public void Kill() => locked.Clear();

    public void MakeDirectory(string directory)
    {
    }

    public IDisposable Lock(string path) => locked.Add(path) ? new Held(() => locked.Remove(path)) : throw new IOException($"{path} is locked");

    public IReadOnlyList<string> List(string directory) =>
        [.. names.Keys.Where(n => Path.GetDirectoryName(n) == directory).Select(n => Path.GetFileName(n)).Order(StringComparer.Ordinal)];

    public IDurableFile Create(string path)
    {
        var file = new CrashingFile([]);
        names[path] = file;
        unsyncedNames.Add((path, file, null));
        return new Handle(this, file);
    }

    public IDurableFile? Open(string path) => names.TryGetValue(path, out var file) ? new Handle(this, file) : null;

    public void Move(string from, string to)
    {
        names.Remove(from, out var file);
        names[to] = file!;
        unsyncedNames.Add((to, file, from));
    }

    public void Delete(string path)
    {
        names.Remove(path);
        unsyncedNames.Add((path, null, null));
    }

    public void SyncDirectory(string directory)
    {
        if (random.NextDouble() < SyncFailures)
        {
            // Told once: what was not written is taken for written from here on.
            lastingNames = NamesAfter(random.NextDouble());
            unsyncedNames.Clear();
            throw new IOException("the directory cannot be synced (EIO)");
        }

        lastingNames = NamesAfter(1);
        unsyncedNames.Clear();
    }

    private sealed class Held(Action release) : IDisposable
    {
        public void Dispose() => release();
    }

    private sealed class Handle(CrashingFiles disk, CrashingFile file) : IDurableFile
    {
        public long Length => file.Seen.Count;

        public int Read(Span<byte> buffer, long offset)
        {
            var seen = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(file.Seen);
            var rest = offset >= seen.Length ? default : seen[(int)offset..];
            var length = Math.Min(rest.Length, buffer.Length);
            rest[..length].CopyTo(buffer);
            return length;
        }

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            if (disk.Happens(disk.WriteFailures))
            {
                file.Write(bytes[..disk.Below(bytes.Length)], offset);
                throw new IOException("no space left on device (ENOSPC)", FullDisk);
            }

            file.Write(bytes, offset);
        }

        public void SetLength(long length)
        {
            if (disk.Happens(disk.WriteFailures))
            {
                throw new IOException("cannot cut the file (EIO)");
            }

            file.SetLength(length);
        }

        public void Sync()
        {
            if (disk.Happens(disk.SyncFailures))
            {
                file.FailSync(disk.Dice);
                throw new IOException("cannot sync (EIO)");
            }

            file.Sync();
        }

        public void Dispose()
        {
        }
    }

    private Dictionary<string, CrashingFile> NamesAfter(double chance)
    {
        var found = new Dictionary<string, CrashingFile>(lastingNames, StringComparer.Ordinal);
        foreach (var (path, file, from) in unsyncedNames)
        {
            if (random.NextDouble() >= chance)
            {
                continue;
            }

            // A rename is one change of a directory: the old name goes with it.
            if (from is not null)
            {
                found.Remove(from);
            }

            if (file is null)
            {
                found.Remove(path);
            }
            else
            {
                found[path] = file;
            }
        }

        return found;
    }

    private Random Dice => random;

    private bool Happens(double chance) => random.NextDouble() < chance;

    private int Below(int most) => random.Next(most);
}
