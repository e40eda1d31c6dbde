using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes.Objects;
using LogOperator.Operator.Resources;

namespace LogOperator.Operator.Tests.Resources;

public sealed class AgentServiceAccountTests
{
    [Fact]
    [Trait("Category", "Golden")]
    public void Carries_the_annotations_of_its_log_agent() => Golden.Verify(
        "Resources/serviceaccount.json",
        AgentServiceAccount.Build("edge", new LogAgentSpec { ServiceAccountAnnotations = new Dictionary<string, string> { ["iam.example/role"] = "logs" } }, "log-operator-agents"),
        KubernetesJson.Default.ServiceAccount);
}
