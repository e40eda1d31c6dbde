namespace LogOperator.Pipeline.Sources.Files.Identity;

/// <summary>A file of a stream that has no id yet: its first line is not complete, or it cannot be read at present.</summary>
/// <param name="File">The file; it is published once it has an id.</param>
/// <param name="Size">Bytes that are in it as far as is known; <see cref="long.MaxValue"/> for all of it.</param>
public readonly record struct UnidentifiedFile(ILogFile File, long Size);
