using LogOperator.Pipeline.Native;

namespace LogOperator.Pipeline.Sources.Files.Finding;

/// <summary>
/// Follows symbolic links of the node's own files. A link counts only if root, the agent or the owner of what it leads to made it: else
/// whoever may write to a log directory could have any file read (the rule of Linux' <c>protected_symlinks</c>).
/// </summary>
/// <param name="territory">What may be touched.</param>
/// <param name="root">Where the node's file system is mounted; absolute links begin there, and none leads out of it.</param>
internal sealed class LinkResolver(string root, Territory territory)
{
    private const int MaxLinks = 16;
    private readonly string root = root.TrimEnd('/');
    private readonly uint self = Libc.EffectiveUser();

    /// <summary>The path without links that a path leads to.</summary>
    /// <param name="path">An absolute path below the root.</param>
    /// <param name="canonical">The same without links.</param>
    /// <param name="stat">What is there.</param>
    /// <returns>0, or the error number.</returns>
    public int Resolve(string path, out string canonical, out FileStat stat)
    {
        stat = default;
        canonical = root;
        var pending = new Stack<string>(Names(path[root.Length..]));
        var owners = new List<uint>();
        while (pending.TryPop(out var name))
        {
            if (name == "..")
            {
                canonical = canonical.Length > root.Length ? canonical[..canonical.LastIndexOf('/')] : root;
                continue;
            }

            var next = $"{canonical}/{name}";
            var error = territory.MayTouch(next) ? FileStat.OfPath(next, follow: false, out stat) : Errno.NoEntry;
            if (error != 0)
            {
                return error;
            }

            if (!stat.IsLink)
            {
                canonical = next;
                continue;
            }

            owners.Add(stat.User);
            if (owners.Count > MaxLinks)
            {
                return Errno.TooManyLinks;
            }

            var target = new FileInfo(next).LinkTarget ?? "";
            canonical = target.StartsWith('/') ? root : canonical;
            foreach (var part in Names(target))
            {
                pending.Push(part);
            }
        }

        canonical = canonical.Length == 0 ? "/" : canonical;
        if (FileStat.OfPath(canonical, follow: false, out stat) is not 0 and var failed)
        {
            return failed;
        }

        foreach (var owner in owners)
        {
            if (owner != 0 && owner != self && owner != stat.User)
            {
                return Errno.NoAccess;
            }
        }

        return 0;
    }

    private static IEnumerable<string> Names(string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(n => n != ".").Reverse();
}
