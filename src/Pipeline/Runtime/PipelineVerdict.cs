namespace LogOperator.Pipeline.Runtime;

/// <summary>What became of one pipeline when a configuration was applied.</summary>
/// <param name="Key">The pipeline's key.</param>
/// <param name="Generation">Generation in the configuration.</param>
/// <param name="Outcome">What was done.</param>
/// <param name="Message">Why it was refused; null otherwise.</param>
public sealed record PipelineVerdict(string Key, long Generation, ApplyOutcome Outcome, string? Message = null);
