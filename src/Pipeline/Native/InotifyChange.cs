namespace LogOperator.Pipeline.Native;

/// <summary>One change in a watched directory.</summary>
/// <param name="Watch">Number of the watch.</param>
/// <param name="Name">The file that was written; null where the directory's names changed.</param>
/// <param name="Written">Whether a file was written, as opposed to a name that came or went.</param>
/// <param name="Gone">Whether the watch ended with its directory.</param>
internal readonly record struct InotifyChange(int Watch, string? Name, bool Written, bool Gone);
