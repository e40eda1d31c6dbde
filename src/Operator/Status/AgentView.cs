using LogOperator.Pipeline.Runtime.Reports;

namespace LogOperator.Operator.Status;

/// <summary>One agent's pod as the operator sees it now.</summary>
/// <param name="Agent">Name of its LogAgent.</param>
/// <param name="Pod">Name of the pod.</param>
/// <param name="Node">Name of its node.</param>
/// <param name="Report">What it last said, if it is ready and said it in the last minute; null makes it unreachable.</param>
internal sealed record AgentView(string Agent, string Pod, string Node, HostReport? Report);
