using System.IO.Enumeration;

namespace LogOperator.Pipeline.Sources.Files.Finding;

/// <summary>The names in a directory at one time. Compared by reference: a new listing means that something may have changed.</summary>
/// <param name="entries">The names.</param>
/// <param name="modifiedNanos">The directory's time of modification before it was listed; <see cref="Unknown"/> if that does not tell enough.</param>
internal sealed class DirectoryListing(DirectoryEntry[] entries, long modifiedNanos)
{
    // Coarser than any file system's and the kernel's own clock.
    private const long ClockGrain = 1_000_000_000;
    private const long Unknown = long.MinValue;

    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
        ReturnSpecialDirectories = false,
    };

    /// <summary>A directory that is not there.</summary>
    public static DirectoryListing Empty { get; } = new([], Unknown);

    /// <summary>The names.</summary>
    public ReadOnlySpan<DirectoryEntry> Entries => entries;

    /// <summary>Finds a name.</summary>
    public DirectoryEntry? Find(ReadOnlySpan<char> name)
    {
        foreach (var entry in entries)
        {
            if (entry.Name.SequenceEqual(name))
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
    public bool IsCurrent(long modified) => modified == modifiedNanos;

    /// <summary>Lists a directory.</summary>
    /// <param name="directory">Its path.</param>
    /// <param name="modifiedNanos">Its time of modification.</param>
    /// <param name="territory">What may be touched; everything if left out.</param>
    /// <param name="before">An earlier listing, whose paths are used again where they still stand.</param>
    /// <exception cref="IOException">It cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be listed.</exception>
    public static DirectoryListing Of(string directory, long modifiedNanos, Territory? territory = null, DirectoryListing? before = null)
    {
        // The kernel's clock made the time of modification, so that it is the one to compare with, whatever time the follower lives in.
        var listed = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        var found = territory is null or { IsWhole: true }
            ? new FileSystemEnumerable<DirectoryEntry>(directory, Entry, Everything)
            : new FileSystemEnumerable<DirectoryEntry>(directory, (ref e) => Entry(ref e, territory), Everything);
        return new DirectoryListing(Reuse([.. found], before), listed - modifiedNanos > ClockGrain ? modifiedNanos : Unknown);
    }

    /// <summary>Others hold paths too: each is in memory once, also when its directory is listed again.</summary>
    private static DirectoryEntry[] Reuse(DirectoryEntry[] found, DirectoryListing? before)
    {
        if (before is not { Entries.Length: > 0 })
        {
            return found;
        }

        var paths = new HashSet<string>(before.Entries.Length);
        foreach (var entry in before.Entries)
        {
            paths.Add(entry.Path);
        }

        foreach (ref var entry in found.AsSpan())
        {
            entry = paths.TryGetValue(entry.Path, out var path) ? new DirectoryEntry(path, entry.IsDirectory, entry.IsLink) : entry;
        }

        return found;
    }

    /// <summary>An entry that may be a mount which does not answer: only its name is looked at.</summary>
    private static DirectoryEntry Entry(ref FileSystemEntry entry, Territory territory) =>
        entry.ToFullPath() is var path && territory.MayTouch(path) ? Entry(ref entry) : new DirectoryEntry(path, isDirectory: true, isLink: false);

    private static DirectoryEntry Entry(ref FileSystemEntry entry)
    {
        var isLink = (entry.Attributes & FileAttributes.ReparsePoint) != 0;
        return new DirectoryEntry(entry.ToFullPath(), entry.IsDirectory && !isLink, isLink);
    }
}
