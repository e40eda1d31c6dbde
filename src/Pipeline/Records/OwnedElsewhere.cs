namespace LogOperator.Pipeline.Records;

/// <summary>Lines of a record that stand in a later file than the one in which it began.</summary>
/// <param name="Record">Index of the record in its batch.</param>
/// <param name="FileId">The later file.</param>
/// <param name="Bytes">Bytes of these lines there.</param>
internal readonly record struct OwnedElsewhere(int Record, ulong FileId, long Bytes);
