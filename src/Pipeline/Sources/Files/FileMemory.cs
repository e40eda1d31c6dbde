namespace LogOperator.Pipeline.Sources.Files;

/// <summary>Remembers files for the life of the process.</summary>
internal sealed class FileMemory : IFileMemory
{
    private readonly Dictionary<ulong, List<KnownFile>> files = [];

    /// <inheritdoc/>
    public IReadOnlyList<KnownFile> Find(ulong head) => files.TryGetValue(head, out var known) ? known : [];

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
        if (files.TryGetValue(file.Head, out var known) && known.Remove(file) && known.Count == 0)
        {
            files.Remove(file.Head);
        }
    }
}
