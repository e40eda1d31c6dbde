namespace LogOperator.Pipeline.Sources.Files;

/// <summary>A name in a directory.</summary>
/// <param name="Name">The name.</param>
/// <param name="Path">The directory's path and the name.</param>
/// <param name="IsDirectory">Whether it is a directory, not a link to one.</param>
/// <param name="IsLink">Whether it is a symbolic link.</param>
internal readonly record struct DirectoryEntry(string Name, string Path, bool IsDirectory, bool IsLink);
