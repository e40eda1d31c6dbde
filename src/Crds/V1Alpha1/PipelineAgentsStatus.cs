namespace LogOperator.Crds.V1Alpha1;

/// <summary>How many agents run a pipeline.</summary>
public sealed record PipelineAgentsStatus
{
    /// <summary>Agents that should run it.</summary>
    public int? Desired { get; init; }

    /// <summary>Agents that said that they run the generation in question.</summary>
    public int? Programmed { get; init; }

    /// <summary>Agents that said that they cannot run it.</summary>
    public int? Failed { get; init; }

    /// <summary>Agents that did not report in the last 60 seconds.</summary>
    public int? Unreachable { get; init; }
}
