namespace LogOperator.Pipeline.Sources.Files.Finding;

/// <summary>
/// The part of the file system that one follower looks after: a mount that may cease to answer, or everything but such mounts. It never
/// touches what another one may hang in.
/// </summary>
/// <param name="own">The mount; null for all that is below none.</param>
/// <param name="mounts">All mounts that may cease to answer.</param>
internal sealed class Territory(string? own, IReadOnlyList<string> mounts)
{
    /// <summary>Everything.</summary>
    public static Territory Whole { get; } = new(null, []);

    /// <summary>What it is called in messages.</summary>
    public string Name => own ?? "/";

    /// <summary>Whether nothing is left out.</summary>
    public bool IsWhole => mounts.Count == 0;

    /// <summary>Whether the files of a directory are this follower's.</summary>
    public bool Owns(string directory) => IsWhole || MountOf(directory) == own;

    /// <summary>Whether a path may be looked at on the way.</summary>
    public bool MayTouch(string path) => IsWhole || MountOf(path) is not { } mount || (own is not null && IsBelow(own, mount));

    private string? MountOf(string path)
    {
        string? found = null;
        foreach (var mount in mounts)
        {
            if (IsBelow(path, mount) && !(found?.Length > mount.Length))
            {
                found = mount;
            }
        }

        return found;
    }

    private static bool IsBelow(string path, string mount) =>
        path.StartsWith(mount, StringComparison.Ordinal) && (path.Length == mount.Length || path[mount.Length] == '/' || mount == "/");
}
