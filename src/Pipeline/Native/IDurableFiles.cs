namespace LogOperator.Pipeline.Native;

/// <summary>
/// What durable state asks of a file system, and no more, so that a test can record it and build every state in which a loss of power may leave
/// the disk. Every failure is an <see cref="IOException"/>.
/// </summary>
internal interface IDurableFiles
{
    /// <summary>Makes a directory of the process's own, mode 0700, with those above it; nothing if it is there.</summary>
    void MakeDirectory(string directory);

    /// <summary>Excludes every other user of the path until disposed.</summary>
    IDisposable Lock(string path);

    /// <summary>Names of the files in a directory; empty if it is not there.</summary>
    IReadOnlyList<string> List(string directory);

    /// <summary>Makes a file, mode 0600, or empties the one there. Its name lasts from the next <see cref="SyncDirectory"/> on.</summary>
    IDurableFile Create(string path);

    /// <summary>Opens a file for reading; null if there is none.</summary>
    IDurableFile? Open(string path);

    /// <summary>Renames a file over another.</summary>
    void Move(string from, string to);

    /// <summary>Removes a file; nothing if it is gone.</summary>
    void Delete(string path);

    /// <summary>Makes the names of a directory last.</summary>
    void SyncDirectory(string directory);
}
