namespace LogOperator.Pipeline.Buffering;

/// <summary>How far a branch has acknowledged a file.</summary>
/// <param name="Offset">Lowest start of anything unfinished: where a restart resumes.</param>
/// <param name="Skip">Records that end at or before this offset are finished, although some may start behind <see cref="Offset"/>.</param>
internal readonly record struct Checkpoint(long Offset, long Skip);
