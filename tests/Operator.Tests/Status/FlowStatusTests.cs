using LogOperator.Kubernetes.Objects;
using LogOperator.Operator.Status;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Runtime.Reports;

namespace LogOperator.Operator.Tests.Status;

public sealed class FlowStatusTests
{
    [Fact]
    public void One_branch_that_moves_and_none_in_trouble_flows() =>
        Assert.Equal(("True", "Flowing"), Judge(Some.Agent("a", Some.Report(state: BranchState.Idle)), Some.Agent("b", Some.Report())));

    [Fact]
    public void A_store_in_trouble_on_one_node_is_told_with_store_node_and_detail()
    {
        var condition = Condition(null, null, Some.Agent("a", Some.Report()), Some.Agent("b", Some.Report(state: BranchState.Unreachable, detail: "connection refused")));

        Assert.Equal(("False", "StoreUnreachable"), (condition.Status, condition.Reason));
        Assert.Equal("store shop/out on b: connection refused", condition.Message);
    }

    [Fact]
    public void A_store_that_refuses_us_outweighs_one_that_is_away() => Assert.Equal(
        ("False", "AuthFailed"),
        Judge(Some.Agent("a", Some.Report(state: BranchState.Unreachable)), Some.Agent("b", Some.Report(state: BranchState.Misconfigured, detail: "401"))));

    [Fact]
    public void Before_the_first_match_it_is_unknown_and_after_it_false()
    {
        var nothing = Some.Agent("a", Some.Report(streams: 0, pods: 0, state: BranchState.Idle));

        var first = Condition(null, null, nothing);
        Assert.Equal(("Unknown", "NoMatchingPods"), (first.Status, first.Reason));
        Assert.Equal("Unknown", Condition(null, first, nothing).Status);
        Assert.Equal("False", Condition(null, Conditions.Make("Flowing", "True", "Flowing"), nothing).Status);
        Assert.Equal("PathMissing", Condition(Some.Pipeline(nodeFiles: true), null, nothing).Reason);
    }

    [Fact]
    public void A_quiet_application_after_a_restart_of_its_agent_is_no_failure()
    {
        var idle = Some.Agent("a", Some.Report(state: BranchState.Idle));

        Assert.Equal("Unknown", Condition(null, null, idle).Status);
        Assert.Equal("True", Condition(null, Conditions.Make("Flowing", "True", "Flowing"), idle).Status);
    }

    [Fact]
    public void Paused_and_not_running_are_unknown()
    {
        Assert.Equal("Paused", Condition(Some.Pipeline(paused: true), null, Some.Agent("a", Some.Report())).Reason);
        Assert.Equal("NotRunning", Condition(null, null, Some.Silent("a")).Reason);
        Assert.Equal("NotRunning", FlowStatus.Judge("shop/web", null, null, Some.Fleet()).Reason);
    }

    private static (string Status, string? Reason) Judge(params AgentView[] agents)
    {
        var condition = Condition(null, null, agents);
        return (condition.Status, condition.Reason);
    }

    private static Condition Condition(PipelineConfig? config, Condition? was, params AgentView[] agents) =>
        FlowStatus.Judge("shop/web", config ?? Some.Pipeline(), was, Some.Fleet(agents));
}
