using LogOperator.Pipeline.Native;
using LogOperator.Pipeline.Sources.Files.Streams;

namespace LogOperator.Pipeline.Sources.Files.Identity;

/// <summary>A file that is none of its own: the compressed form of another, what copytruncate left, or one that nobody asked for.</summary>
/// <param name="Path">Its name.</param>
/// <param name="Stat">What it is.</param>
/// <param name="Original">The file with the same bytes; the file itself where nobody asked for it.</param>
internal sealed record FileCopy(string Path, FileStat Stat, FollowedFile Original);
