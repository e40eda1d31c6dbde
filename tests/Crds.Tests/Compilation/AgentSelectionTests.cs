using LogOperator.Crds.Compilation;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Crds.Tests.Compilation;

public sealed class AgentSelectionTests
{
    private static readonly LogAgent Good = new() { Metadata = new ObjectMeta { Name = "good" }, Spec = new LogAgentSpec { PriorityClassName = "high" } };

    [Fact]
    public void Without_any_LogAgent_one_with_all_defaults_is_assumed()
    {
        var agent = Assert.Single(ConfigCompiler.Compile(new ClusterSnapshot()).Agents);

        Assert.Equal(("default", new LogAgentSpec()), (agent.Metadata.Name, agent.Spec));
    }

    [Fact]
    public void LogAgent_whose_edit_is_not_valid_is_held_and_not_replaced_by_the_default()
    {
        var result = ConfigCompiler.Compile(new ClusterSnapshot { LogAgents = [Good with { Spec = new LogAgentSpec { PriorityClassName = "Not A Name" } }] });

        Assert.Empty(result.Agents);
        Assert.Equal(["good"], result.HeldAgents);
        Assert.False(Assert.Single(result.Verdicts).Good);
    }

    [Fact]
    public void LogAgent_that_cannot_be_read_is_held()
    {
        var result = ConfigCompiler.Compile(new ClusterSnapshot { LogAgents = [Good], Unreadable = [new UnreadableResource("LogAgent", null, "torn", 1, "expected an object")] });

        Assert.Equal("good", Assert.Single(result.Agents).Metadata.Name);
        Assert.Equal(["torn"], result.HeldAgents);
    }
}
