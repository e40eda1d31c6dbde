namespace LogOperator.Pipeline.Sources.Files.Finding;

/// <summary>A name in a directory.</summary>
/// <param name="path">The directory's path and the name.</param>
/// <param name="isDirectory">Whether it is a directory, not a link to one.</param>
/// <param name="isLink">Whether it is a symbolic link.</param>
internal readonly struct DirectoryEntry(string path, bool isDirectory, bool isLink)
{
    /// <summary>The name.</summary>
    public ReadOnlySpan<char> Name => System.IO.Path.GetFileName(path.AsSpan());

    /// <summary>The directory's path and the name.</summary>
    public string Path => path;

    /// <summary>Whether it is a directory, not a link to one.</summary>
    public bool IsDirectory => isDirectory;

    /// <summary>Whether it is a symbolic link.</summary>
    public bool IsLink => isLink;
}
