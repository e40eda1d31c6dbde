using LogOperator.Pipeline.Sources.Files.Streams;

namespace LogOperator.Pipeline.Sources.Files.Retention;

/// <summary>Takes up the files that an earlier process left links to or copies of, oldest first.</summary>
internal static class Restoration
{
    /// <summary>Adds them to their directories.</summary>
    /// <param name="directories">The directories; missing ones are made.</param>
    /// <param name="parts">What the follower's parts share.</param>
    /// <param name="changed">Gets the streams that have members now.</param>
    /// <param name="activeUntil">Until when their sizes are looked at often.</param>
    public static void Run(
        Dictionary<(FileFormat Format, string Path), FollowedDirectory> directories, FollowerParts parts, HashSet<LogStream> changed, DateTimeOffset activeUntil)
    {
        foreach (var kept in parts.Retained?.Load() ?? [])
        {
            Note(changed, For(kept.Format, kept.Directory).Restore(kept, parts.Retained!.Directory));
        }

        foreach (var kept in parts.Buffered?.Load() ?? [])
        {
            Note(changed, For(kept.Format, kept.Directory).Restore(kept));
        }

        FollowedDirectory For(FileFormat format, string path)
        {
            if (!directories.TryGetValue((format, path), out var directory))
            {
                directories[(format, path)] = directory = new FollowedDirectory(path, format, parts) { ActiveUntil = activeUntil };
            }

            return directory;
        }
    }

    private static void Note(HashSet<LogStream> changed, LogStream? stream)
    {
        if (stream is not null)
        {
            changed.Add(stream);
        }
    }
}
