using LogOperator.Pipeline.Native;

namespace LogOperator.Pipeline.Sources.Files.Retention;

/// <summary>A link that an earlier process left.</summary>
/// <param name="Format">How the file's lines are framed.</param>
/// <param name="Directory">Directory of the stream that it belongs to.</param>
/// <param name="Stem">Name of the stream's current file.</param>
/// <param name="Order">Orders it among the links of its stream.</param>
/// <param name="Path">Path of the link.</param>
/// <param name="Stat">What the file is.</param>
internal sealed record RetainedFile(FileFormat Format, string Directory, string Stem, long Order, string Path, FileStat Stat);
