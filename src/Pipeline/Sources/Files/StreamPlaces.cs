using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Sources.Files;

/// <summary>
/// Where each stream of a file goes on: its lines that begin before that are in records that were emitted. Without a part of it being held, that is the place up to
/// which the file was read.
/// </summary>
/// <param name="Unknown">Of lines without a stream: of plain files, all.</param>
/// <param name="Stdout">Of standard output.</param>
/// <param name="Stderr">Of standard error.</param>
internal readonly record struct StreamPlaces(long Unknown, long Stdout, long Stderr)
{
    /// <summary>The place of a line's stream.</summary>
    public long Of(LineFlags flags) => (flags & LineFlags.Stdout) != 0 ? Stdout : (flags & LineFlags.Stderr) != 0 ? Stderr : Unknown;
}
