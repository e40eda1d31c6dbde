using System.IO.Enumeration;

namespace LogOperator.Pipeline.Sources.Files;

/// <summary>The names in a directory at one time. Compared by reference: a new listing means that something may have changed.</summary>
/// <param name="entries">The names.</param>
/// <param name="modifiedNanos">The directory's time of modification before it was listed.</param>
/// <param name="listedNanos">When it was listed.</param>
internal sealed class DirectoryListing(DirectoryEntry[] entries, long modifiedNanos, long listedNanos)
{
    // Coarser than any file system's and the kernel's own clock.
    private const long ClockGrain = 1_000_000_000;

    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
        ReturnSpecialDirectories = false,
    };

    /// <summary>A directory that is not there.</summary>
    public static DirectoryListing Empty { get; } = new([], 0, 0);

    /// <summary>The names.</summary>
    public IReadOnlyList<DirectoryEntry> Entries => entries;

    /// <summary>Finds a name.</summary>
    public DirectoryEntry? Find(string name)
    {
        foreach (var entry in entries)
        {
            if (entry.Name == name)
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>
    /// Whether the directory still has these names, by its time of modification. A change within the clock's grain after the listing would
    /// not show, so that a listing of a directory that had just changed is not trusted.
    /// </summary>
    public bool IsCurrent(long modified) => modified == modifiedNanos && listedNanos - modifiedNanos > ClockGrain;

    /// <summary>Lists a directory.</summary>
    /// <exception cref="IOException">It cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be listed.</exception>
    public static DirectoryListing Of(string directory, long modifiedNanos, Territory? territory = null)
    {
        // The kernel's clock made the time of modification, so that it is the one to compare with, whatever time the follower lives in.
        var listed = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        var found = territory is null or { IsWhole: true }
            ? new FileSystemEnumerable<DirectoryEntry>(directory, Entry, Everything)
            : new FileSystemEnumerable<DirectoryEntry>(directory, (ref e) => Entry(ref e, territory), Everything);
        return new DirectoryListing([.. found], modifiedNanos, listed);
    }

    /// <summary>An entry that may be a mount which does not answer: only its name is looked at.</summary>
    private static DirectoryEntry Entry(ref FileSystemEntry entry, Territory territory) =>
        entry.ToFullPath() is var path && territory.MayTouch(path) ? Entry(ref entry) : new DirectoryEntry(entry.FileName.ToString(), path, IsDirectory: true, IsLink: false);

    private static DirectoryEntry Entry(ref FileSystemEntry entry)
    {
        var isLink = (entry.Attributes & FileAttributes.ReparsePoint) != 0;
        return new DirectoryEntry(entry.FileName.ToString(), entry.ToFullPath(), entry.IsDirectory && !isLink, isLink);
    }
}
