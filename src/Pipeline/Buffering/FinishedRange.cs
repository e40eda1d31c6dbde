namespace LogOperator.Pipeline.Buffering;

/// <summary>A run of bytes of a file of which every record is finished, above the place where a checkpoint says that reading resumes.</summary>
/// <param name="From">Its first byte.</param>
/// <param name="To">The place behind its last byte.</param>
internal readonly record struct FinishedRange(long From, long To);
