using LogOperator.Pipeline.Native;

namespace LogOperator.Pipeline.Sources.Files.Retention;

/// <summary>A copy that an earlier process left in the disk buffer.</summary>
/// <param name="Format">How the file's lines are framed.</param>
/// <param name="Directory">Directory of the stream that it belongs to.</param>
/// <param name="Stem">Name of the stream's current file.</param>
/// <param name="Order">Orders it among the files of its stream.</param>
/// <param name="Stat">What the file was.</param>
/// <param name="Copy">The copy.</param>
internal sealed record BufferedFile(FileFormat Format, string Directory, string Stem, long Order, FileStat Stat, BufferedCopy Copy);
