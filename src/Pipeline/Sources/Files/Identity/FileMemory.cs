namespace LogOperator.Pipeline.Sources.Files.Identity;

/// <summary>Remembers files for the life of the process; the oldest of those that are gone are forgotten.</summary>
internal sealed class FileMemory : IFileMemory
{
    private const int MostGone = 16 * 1024;
    private readonly Dictionary<ulong, List<KnownFile>> files = [];
    private readonly Queue<KnownFile> gone = [];

    /// <inheritdoc/>
    public IReadOnlyList<KnownFile> Find(ulong head) => files.TryGetValue(head, out var known) ? known : [];

    /// <inheritdoc/>
    public bool Knows(ulong inode, long birthNanos) =>
        files.Values.Any(known => known.Exists(k => k.Inode == inode && k.BirthNanos == birthNanos));

    /// <inheritdoc/>
    public void Remember(KnownFile file)
    {
        if (!files.TryGetValue(file.Head, out var known))
        {
            files[file.Head] = known = [];
        }

        known.RemoveAll(k => k.Ordinal == file.Ordinal);
        known.Add(file);
        known.Sort((a, b) => a.Ordinal.CompareTo(b.Ordinal));
    }

    /// <inheritdoc/>
    public void Forget(KnownFile file)
    {
        // Not at once: a file that begins like it may come, and must not get its id while checkpoints know it.
        gone.Enqueue(file);
        if (gone.Count > MostGone && gone.Dequeue() is var oldest && files.TryGetValue(oldest.Head, out var known)
            && known.Remove(oldest) && known.Count == 0)
        {
            files.Remove(oldest.Head);
        }
    }
}
