using LogOperator.Pipeline.Native;

namespace LogOperator.Pipeline.Sources.Files.Finding;

/// <summary>
/// The inotify watches of a follower. Every directory is watched for names that come and go; writes are reported only where nothing
/// was written for a while: files that grow are polled, which costs less than a notification for each write.
/// </summary>
/// <param name="inotify">The instance; null where there is none, so that everything is found by looking.</param>
/// <param name="limit">Watches at most.</param>
internal sealed class DirectoryWatches(Inotify? inotify, int limit)
{
    private readonly Dictionary<string, Watch> byPath = [];
    private readonly Dictionary<int, string> byNumber = [];

    /// <summary>The directory of a watch; null if it ended.</summary>
    public string? PathOf(int watch) => byNumber.GetValueOrDefault(watch);

    /// <summary>Whether writes in a directory are reported.</summary>
    public bool IsArmed(string path) => byPath.TryGetValue(path, out var watch) && watch.ForWrites;

    /// <summary>Watches a directory for names.</summary>
    /// <returns>Whether it was not watched before: what happened until now is unknown.</returns>
    public bool Add(string path) => inotify is not null && !byPath.ContainsKey(path) && byPath.Count < limit && Set(path, forWrites: false);

    /// <summary>Changes whether writes in a watched directory are reported.</summary>
    /// <returns>False where the directory cannot be watched, so that it must be looked at.</returns>
    public bool Arm(string path, bool forWrites) =>
        byPath.TryGetValue(path, out var watch) && (watch.ForWrites == forWrites || Set(path, forWrites));

    /// <summary>Ends a watch.</summary>
    public void Remove(string path)
    {
        if (byPath.Remove(path, out var watch) && byNumber.Remove(watch.Number))
        {
            inotify!.Unwatch(watch.Number);
        }
    }

    /// <summary>Notes that a watch ended with its directory.</summary>
    public void Ended(int watch)
    {
        if (byNumber.Remove(watch, out var path))
        {
            byPath.Remove(path);
        }
    }

    private bool Set(string path, bool forWrites)
    {
        var number = inotify!.Watch(path, Inotify.Names | (forWrites ? Inotify.Written : 0));
        if (number < 0)
        {
            Remove(path);
            return false;
        }

        byPath[path] = new Watch(number, forWrites);
        byNumber[number] = path;
        return true;
    }

    private readonly record struct Watch(int Number, bool ForWrites);
}
