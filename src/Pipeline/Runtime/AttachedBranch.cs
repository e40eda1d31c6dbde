namespace LogOperator.Pipeline.Runtime;

/// <summary>A branch with the worker that empties it.</summary>
internal sealed record AttachedBranch(Branch Branch, SinkWorker Worker);
