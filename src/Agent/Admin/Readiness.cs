namespace LogOperator.Agent.Admin;

/// <summary>Whether the process is alive and ready, asked whenever a probe comes.</summary>
/// <param name="Alive">What is wrong with the process; null if it lives.</param>
/// <param name="Ready">What it still waits for; null if it is ready.</param>
internal sealed record Readiness(Func<string?> Alive, Func<string?> Ready);
