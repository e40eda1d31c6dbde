namespace LogOperator.Operator.Status;

/// <summary>All agents as the operator sees them now.</summary>
/// <param name="Agents">Their pods.</param>
/// <param name="Expected">How many there should be, as far as the DaemonSets say; null while one of them has not said yet.</param>
/// <param name="Settled">False for a short while after this process began to lead, until every agent was asked: what others wrote stands until then.</param>
internal sealed record Fleet(IReadOnlyList<AgentView> Agents, int? Expected, bool Settled);
