using LogOperator.Pipeline.Native;

namespace LogOperator.Pipeline.Sources.Files.Finding;

/// <summary>
/// Listings of directories, taken anew only where something changed. A directory that cannot be listed at present keeps its last listing:
/// an error is never taken for a deletion.
/// </summary>
/// <param name="troubles">Where errors are noted.</param>
/// <param name="territory">What may be touched.</param>
internal sealed class DirectoryCache(FileTroubles troubles, Territory territory)
{
    private readonly Dictionary<string, Cached> directories = [];
    private readonly List<string> forgotten = [];
    private int round;

    /// <summary>Counts up with every listing taken.</summary>
    public long Version { get; private set; }

    /// <summary>Paths of the directories in use.</summary>
    public IReadOnlyCollection<string> Paths => directories.Keys;

    /// <summary>Marks a directory as changed.</summary>
    public void Invalidate(string directory)
    {
        if (directories.TryGetValue(directory, out var cached))
        {
            cached.IsDirty = true;
        }
    }

    /// <summary>Marks every directory as changed.</summary>
    public void InvalidateAll()
    {
        foreach (var cached in directories.Values)
        {
            cached.IsDirty = true;
        }
    }

    /// <summary>Lists those directories again that have changed.</summary>
    /// <param name="all">Whether each is asked for its time of modification; else only those marked as changed are listed.</param>
    public void Refresh(bool all)
    {
        foreach (var (path, cached) in directories)
        {
            if (all || cached.IsDirty)
            {
                Refresh(path, cached);
            }
        }
    }

    /// <summary>Begins a walk, at whose end the directories that it did not ask for are forgotten.</summary>
    public void BeginWalk() => round++;

    /// <summary>The names in a directory; empty if it does not exist.</summary>
    public DirectoryListing Get(string directory)
    {
        if (!directories.TryGetValue(directory, out var cached))
        {
            directories[directory] = cached = new Cached();
            Refresh(directory, cached);
        }

        cached.Round = round;
        return cached.Listing;
    }

    /// <summary>Forgets the directories that the walk did not ask for.</summary>
    /// <returns>Their paths, until the next call.</returns>
    public IReadOnlyList<string> EndWalk()
    {
        forgotten.Clear();
        foreach (var (path, cached) in directories)
        {
            if (cached.Round != round)
            {
                forgotten.Add(path);
            }
        }

        foreach (var path in forgotten)
        {
            directories.Remove(path);
            troubles.Clear(path);
        }

        return forgotten;
    }

    private void Refresh(string directory, Cached cached)
    {
        var error = FileStat.OfPath(directory, follow: false, out var stat);
        if (error != 0 || !stat.IsDirectory)
        {
            if (error == 0 || Errno.IsAbsent(error))
            {
                Set(cached, DirectoryListing.Empty);
                troubles.Clear(directory);
            }
            else
            {
                troubles.Note(directory, Errno.Describe("look at", directory, error));
            }

            return;
        }

        if (!cached.IsDirty && cached.Listing.IsCurrent(stat.ModifiedNanos))
        {
            return;
        }

        try
        {
            Version++;
            cached.Listing = DirectoryListing.Of(directory, stat.ModifiedNanos, territory, cached.Listing);
            cached.IsDirty = false;
            troubles.Clear(directory);
        }
        catch (DirectoryNotFoundException)
        {
            Set(cached, DirectoryListing.Empty);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            troubles.Note(directory, $"cannot list {directory}: {e.Message}");
        }
    }

    private void Set(Cached cached, DirectoryListing listing)
    {
        Version += cached.Listing == listing ? 0 : 1;
        cached.Listing = listing;
        cached.IsDirty = false;
    }

    private sealed class Cached
    {
        public DirectoryListing Listing { get; set; } = DirectoryListing.Empty;

        public bool IsDirty { get; set; } = true;

        public int Round { get; set; }
    }
}
