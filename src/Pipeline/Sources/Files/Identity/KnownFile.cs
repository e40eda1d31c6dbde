namespace LogOperator.Pipeline.Sources.Files.Identity;

/// <summary>One of the files that share a first line within a stream.</summary>
/// <param name="Head">Hash of the stream's key and the first line: the id of number 0.</param>
/// <param name="Ordinal">Its number among them; part of its id.</param>
/// <param name="Inode">Where it was found; inodes are reused, so only together with the birth it means something.</param>
/// <param name="BirthNanos">When the file was created, in nanoseconds since 1970; 0 where the file system does not know.</param>
public readonly record struct KnownFile(ulong Head, int Ordinal, ulong Inode, long BirthNanos);
