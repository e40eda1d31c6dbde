namespace LogOperator.Pipeline.Buffering;

/// <summary>What a checkpoint belongs to: names, not uids, so that delete-and-create resumes.</summary>
/// <param name="Pipeline">Key of the pipeline.</param>
/// <param name="Store">Key of the store.</param>
/// <param name="FileId">Identity of the file, or of the stream for the mark that a branch follows it.</param>
internal readonly record struct CheckpointKey(string Pipeline, string Store, ulong FileId);
