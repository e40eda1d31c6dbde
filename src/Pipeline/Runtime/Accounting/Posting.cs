using LogOperator.Pipeline.Buffering;

namespace LogOperator.Pipeline.Runtime.Accounting;

/// <summary>Bytes of a file whose fate was decided before they reached a branch's queue.</summary>
/// <param name="FileId">The file.</param>
/// <param name="Fate">What became of them.</param>
/// <param name="Bytes">How many.</param>
internal readonly record struct Posting(ulong FileId, ByteFate Fate, long Bytes);
