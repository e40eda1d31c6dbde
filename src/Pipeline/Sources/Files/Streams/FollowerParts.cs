using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sources.Files.Identity;
using LogOperator.Pipeline.Sources.Files.Retention;

namespace LogOperator.Pipeline.Sources.Files.Streams;

/// <summary>What the parts of a follower share.</summary>
/// <param name="Options">How files are followed.</param>
/// <param name="Time">Tells the time.</param>
/// <param name="Counters">Where to count.</param>
/// <param name="Troubles">Where errors are noted.</param>
/// <param name="Memory">Remembers files with equal heads.</param>
/// <param name="Blocks">Where blocks to read into come from.</param>
/// <param name="Retained">Links to files that go; null where none are made.</param>
/// <param name="Buffered">Copies of files that go and cannot be linked; null where none are made.</param>
internal sealed record FollowerParts(
    FollowerOptions Options, TimeProvider Time, FileCounters Counters, FileTroubles Troubles, IFileMemory Memory, BlockPool Blocks,
    RetainedFiles? Retained,
    BufferedFiles? Buffered)
{
    /// <summary>Names that many files have in common.</summary>
    public NamePool Names { get; } = new();

    /// <summary>The sets of patterns that lead to streams.</summary>
    public PatternSets Patterns { get; } = new();
}
