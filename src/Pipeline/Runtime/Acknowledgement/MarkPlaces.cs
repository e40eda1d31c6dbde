using LogOperator.Pipeline.Sources.Files.Lines;

namespace LogOperator.Pipeline.Runtime.Acknowledgement;

/// <summary>Where each stream goes on behind a mark.</summary>
/// <param name="Here">In the mark's file.</param>
/// <param name="HeldSince">Since where each stream is held, in the order of <see cref="StreamPlaces"/>; null if none is since an earlier file.</param>
internal sealed record MarkPlaces(StreamPlaces Here, IReadOnlyList<(ulong FileId, long Start)>? HeldSince);
