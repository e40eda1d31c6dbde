using LogOperator.Pipeline.Sources.Files.Identity;

namespace LogOperator.Pipeline.Buffering;

/// <summary>
/// Remembers which files had equal first lines, in the log of the checkpoints. A number above 0 is on the disk before the file is told to
/// anybody. What is gone is remembered as long as its checkpoints may be. Safe for concurrent use.
/// </summary>
/// <param name="now">The time in seconds since 1970.</param>
/// <param name="persist">Writes what is noted to the disk.</param>
internal sealed class RememberedFiles(Func<long> now, Action persist) : IFileMemory
{
    private readonly Dictionary<ulong, (KnownFile File, long? Gone)[]> files = [];
    private readonly Lock gate = new();
    private List<KnownFile> unwritten = [];

    /// <inheritdoc/>
    public IReadOnlyList<KnownFile> Find(ulong head)
    {
        lock (gate)
        {
            return files.TryGetValue(head, out var known) ? [.. known.Select(k => k.File)] : [];
        }
    }

    /// <inheritdoc/>
    public bool Knows(ulong inode, long birthNanos)
    {
        lock (gate)
        {
            return files.Values.Any(known => Array.Exists(known, k => k.File.Inode == inode && k.File.BirthNanos == birthNanos));
        }
    }

    /// <inheritdoc/>
    public void Remember(KnownFile file)
    {
        lock (gate)
        {
            if (Find(file.Head).Contains(file))
            {
                Put(file, gone: null);
                return;
            }

            Put(file, gone: null);
            unwritten.Add(file);
        }

        if (file.Ordinal > 0)
        {
            persist();
        }
    }

    /// <inheritdoc/>
    public void Forget(KnownFile file)
    {
        lock (gate)
        {
            if (Find(file.Head).FirstOrDefault(k => k.Ordinal == file.Ordinal) is { Head: not 0 } known)
            {
                Put(known, now());
            }
        }
    }

    /// <summary>Takes over what was read from the disk; it counts as gone until it is remembered again.</summary>
    public void Load(KnownFile file)
    {
        lock (gate)
        {
            Put(file, now());
        }
    }

    /// <summary>What is to be written; the caller gives it back where that fails.</summary>
    public IReadOnlyList<KnownFile> TakeUnwritten()
    {
        lock (gate)
        {
            var taken = unwritten;
            unwritten = [];
            return taken;
        }
    }

    /// <summary>Notes that files could not be written.</summary>
    public void GiveBack(IEnumerable<KnownFile> failed)
    {
        lock (gate)
        {
            unwritten.AddRange(failed);
        }
    }

    /// <summary>Everything, without what has been gone for longer than a time, which is forgotten.</summary>
    public IReadOnlyList<KnownFile> Keep(long goneSince)
    {
        lock (gate)
        {
            foreach (var (head, known) in files)
            {
                var kept = Array.FindAll(known, k => !(k.Gone < goneSince));
                if (kept.Length == 0)
                {
                    files.Remove(head);
                }
                else
                {
                    files[head] = kept;
                }
            }

            unwritten = [];
            return [.. files.Values.SelectMany(known => known.Select(k => k.File))];
        }
    }

    private void Put(KnownFile file, long? gone)
    {
        var others = files.GetValueOrDefault(file.Head, []).Where(k => k.File.Ordinal != file.Ordinal);
        files[file.Head] = [.. others.Append((File: file, Gone: gone)).OrderBy(k => k.File.Ordinal)];
    }
}
