namespace LogOperator.Pipeline.Sources.Files.Identity;

/// <summary>
/// Remembers files over restarts, so that those with equal first lines get the same ids again, and rotated ones are found that no
/// pattern names. Called from the follower's loop only.
/// </summary>
public interface IFileMemory
{
    /// <summary>The files with a head that were remembered, lowest number first; empty if there are none.</summary>
    IReadOnlyList<KnownFile> Find(ulong head);

    /// <summary>Whether a file was remembered, whatever its first line.</summary>
    bool Knows(ulong inode, long birthNanos);

    /// <summary>Remembers a file; it must be persistent before anything of the file is delivered.</summary>
    void Remember(KnownFile file);

    /// <summary>A file is gone; what is remembered of it may go as well once its checkpoints do.</summary>
    void Forget(KnownFile file);
}
