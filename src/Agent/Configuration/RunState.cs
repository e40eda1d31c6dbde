namespace LogOperator.Agent.Configuration;

/// <summary>How far a run of the agent has come.</summary>
internal enum RunState
{
    /// <summary>Not for long has it run what it runs now.</summary>
    OnTrial,

    /// <summary>It has run for long enough what it runs now.</summary>
    Proven,

    /// <summary>It was asked to stop, and did.</summary>
    Ended,
}
