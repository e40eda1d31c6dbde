namespace LogOperator.Pipeline.Runtime.Reports;

/// <summary>What an agent answers on <c>/v1/status</c>.</summary>
public sealed record AgentReport
{
    /// <summary>
    /// Changes with what decides a condition: generations, refusals, states and paces of branches, numbers of pods and streams. Not with counters.
    /// Given back as <c>?since=</c>, it makes the next answer wait until it differs.
    /// </summary>
    public required string Hash { get; init; }

    /// <summary>Name of the node.</summary>
    public required string Node { get; init; }

    /// <summary>Version of the agent.</summary>
    public required string Version { get; init; }

    /// <summary>When the process started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Hash of the configuration that was applied last, whether or not all of it runs; empty before the first.</summary>
    public required string ConfigHash { get; init; }

    /// <summary>Where that configuration came from.</summary>
    public required ConfigOrigin ConfigOrigin { get; init; }

    /// <summary>What is wrong with the configuration beyond single pipelines, such as a shard that cannot be decoded; null if nothing is.</summary>
    public IReadOnlyList<string>? ConfigProblems { get; init; }

    /// <summary>What the pipelines do, those included that the agent refuses.</summary>
    public required HostReport Report { get; init; }
}
