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

    [Theory]
    [InlineData(BranchPace.Lagging, "Lagging", "what arrived 5m ago is not acknowledged")]
    [InlineData(BranchPace.BufferFilling, "BufferFilling", "the queue stays full, and more arrives than the store takes")]
    [InlineData(BranchPace.Dropping, "Dropping", "records were dropped or lost in the last 5 minutes; so far, records were dropped for bufferFull")]
    public void A_branch_that_does_not_keep_up_does_not_flow(BranchPace pace, string reason, string message)
    {
        var condition = Condition(null, Conditions.Make("Flowing", "True", "Flowing"), Some.Agent("a", Some.Report()), Some.Agent("b", Some.Report(pace: pace, lag: 400, dropped: 3)));

        Assert.Equal(("False", reason), (condition.Status, condition.Reason));
        Assert.Equal($"store shop/out on b: {message}", condition.Message);
    }

    [Fact]
    public void The_worst_pace_is_told_and_a_store_that_is_away_before_it()
    {
        var lagging = Some.Agent("a", Some.Report(pace: BranchPace.Lagging));
        Assert.Equal("Dropping", Judge(lagging, Some.Agent("b", Some.Report(pace: BranchPace.Dropping))).Reason);
        Assert.Equal("StoreUnreachable", Judge(lagging, Some.Agent("b", Some.Report(state: BranchState.Unreachable, pace: BranchPace.Dropping))).Reason);
    }

    private static (string Status, string? Reason) Judge(params AgentView[] agents)
    {
        var condition = Condition(null, null, agents);
        return (condition.Status, condition.Reason);
    }

    private static Condition Condition(PipelineConfig? config, Condition? was, params AgentView[] agents) =>
        FlowStatus.Judge("shop/web", config ?? Some.Pipeline(), was, Some.Fleet(agents));
}
