using LogOperator.Pipeline.Sources.Files.Finding;
using LogOperator.Pipeline.Sources.Files.Retention;
using LogOperator.Pipeline.Sources.Files.Streams;

namespace LogOperator.Pipeline.Sources.Files;

/// <content>Noticing which names came and went.</content>
internal sealed partial class FileFollower
{
    /// <summary>Takes what inotify reports.</summary>
    /// <returns>Whether names came or went.</returns>
    private bool TakeChanges(DateTimeOffset now)
    {
        if (inotify is null)
        {
            return false;
        }

        var areNamesNew = false;
        if (!inotify.Take(changes))
        {
            Counters.Overflowed();
            FilesLog.Overflowed(logger);
            cache.InvalidateAll();
            areNamesNew = true;
        }

        foreach (var change in changes)
        {
            if (watches.PathOf(change.Watch) is not { } path)
            {
                continue;
            }

            if (change.Written)
            {
                Activate(path, now);
                continue;
            }

            areNamesNew = true;
            cache.Invalidate(path);
            if (change.Gone)
            {
                watches.Ended(change.Watch);
            }
        }

        return areNamesNew;
    }

    /// <summary>Compares the names there are with those known.</summary>
    private void Scan(bool isFull, DateTimeOffset now)
    {
        cache.Refresh(isFull);
        if (!arePatternsNew && cache.Version == walkedVersion && !(isFull && finder.PassedLinks))
        {
            return;
        }

        var isClaimed = arePatternsNew || !isRestored;
        if (!isRestored)
        {
            isRestored = true;
            Restoration.Run(directories, parts, changed, now + ActiveFor);
        }

        var found = Walk();
        foreach (var (key, place) in found)
        {
            if (!directories.ContainsKey(key))
            {
                directories[key] = new FollowedDirectory(place.Path, place.Format, parts) { ActiveUntil = now + ActiveFor };
            }
        }

        foreach (var (key, directory) in directories)
        {
            if (isClaimed)
            {
                directory.Claim(patterns);
            }

            directory.Reconcile(found.GetValueOrDefault(key), changed);
        }

        finder.Forget();

        foreach (var stream in changed)
        {
            Activate(stream.Directory, now);
        }
    }

    /// <summary>Walks the patterns until no directory turned up that was not watched: between its listing and its watch names may have come.</summary>
    private IReadOnlyDictionary<(FileFormat Format, string Path), FoundDirectory> Walk()
    {
        while (true)
        {
            var again = false;
            cache.BeginWalk();
            var found = finder.Walk(patterns);
            foreach (var gone in cache.EndWalk())
            {
                watches.Remove(gone);
            }

            foreach (var path in cache.Paths)
            {
                if (watches.Add(path))
                {
                    cache.Invalidate(path);
                    again = true;
                }
            }

            if (!again)
            {
                walkedVersion = cache.Version;
                arePatternsNew = false;
                return found;
            }

            cache.Refresh(all: false);
        }
    }

    private void Activate(string path, DateTimeOffset now)
    {
        watches.Arm(path, forWrites: false);
        foreach (var format in (ReadOnlySpan<FileFormat>)[FileFormat.Plain, FileFormat.Cri])
        {
            if (directories.TryGetValue((format, path), out var directory))
            {
                directory.ActiveUntil = now + ActiveFor;
            }
        }

        nextPoll = now;
    }
}
