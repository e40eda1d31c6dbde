namespace LogOperator.Pipeline.Buffering;

/// <summary>
/// What a checkpoint's branch did with the bytes before <see cref="Checkpoint.Skip"/>: skipped + held + the bytes of all fates, no more and
/// no less. Immutable.
/// </summary>
/// <param name="Skipped">Bytes before the place where the branch began.</param>
/// <param name="Held">Bytes of lines that were held: they are read again.</param>
/// <param name="Finished">Bytes that are finished, by fate.</param>
internal sealed record FileAccount(long Skipped, long Held, FateBytes Finished);
