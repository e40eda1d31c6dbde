using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Operator.Resources;

/// <summary>The service account of a LogAgent's pods. Its rights are bound in the manifests, to every account of the agents' namespace.</summary>
internal static class AgentServiceAccount
{
    public static ServiceAccount Build(string agent, LogAgentSpec spec, string agentNamespace) => new()
    {
        Metadata = new ObjectMeta
        {
            Name = Names.AgentServiceAccount(agent),
            Namespace = agentNamespace,
            Labels = Names.AgentLabels(agent),
            Annotations = spec.ServiceAccountAnnotations,
        },
    };
}
