namespace LogOperator.Pipeline.Sources.Files.Retention;

/// <summary>How far a process that ends is with keeping what is not acknowledged for the next one.</summary>
/// <param name="Done">Logs that were looked at.</param>
/// <param name="All">Logs that there are.</param>
public sealed record LeaveProgress(int Done, int All);
