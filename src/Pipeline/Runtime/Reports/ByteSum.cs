namespace LogOperator.Pipeline.Runtime.Reports;

/// <summary>Bytes of one fate.</summary>
/// <param name="Fate"><c>acknowledged</c>, <c>filtered</c>, <c>dropped</c>, <c>deadLettered</c> or <c>lost</c>.</param>
/// <param name="Reason">Why; null where the fate says it all.</param>
/// <param name="Bytes">How many.</param>
public sealed record ByteSum(string Fate, string? Reason, long Bytes);
