using LogOperator.Crds.V1Alpha1;
using LogOperator.Operator.Status;

namespace LogOperator.Operator.Tests.Status;

public sealed class PipelineStatusTests
{
    [Fact]
    public void Programmed_when_every_agent_that_reports_runs_the_generation()
    {
        var status = Build(Some.Fleet(Some.Agent("a", Some.Report()), Some.Agent("b", Some.Report())));

        Assert.Equal(("True", "Programmed"), Programmed(status));
        Assert.Equal(new PipelineAgentsStatus { Desired = 2, Programmed = 2, Failed = 0, Unreachable = 0 }, status.Agents);
        Assert.Equal("True", status.Conditions.Of("Ready")!.Status);
    }

    [Fact]
    public void Rollout_in_progress_while_one_agent_runs_an_older_generation_or_none()
    {
        Assert.Equal(("False", "RolloutInProgress"), Programmed(Build(Some.Fleet(Some.Agent("a", Some.Report()), Some.Agent("b", Some.Report(running: 2))))));
        Assert.Equal(("False", "RolloutInProgress"), Programmed(Build(Some.Fleet(Some.Agent("a", Some.Report()), Some.Agent("b")))));
    }

    [Fact]
    public void Agent_rejected_names_the_node_and_what_it_said()
    {
        var status = Build(Some.Fleet(Some.Agent("a", Some.Report()), Some.Agent("b", Some.Report(running: 2, refused: 3, because: "needs the feature x"))));

        Assert.Equal(("False", "AgentRejected"), Programmed(status));
        Assert.Equal("b: needs the feature x", status.Conditions.Of("Programmed")!.Message);
        Assert.Equal((1, 1), (status.Agents!.Programmed, status.Agents.Failed));
        Assert.NotNull(status.Conditions.Of("Stalled"));
    }

    [Fact]
    public void A_refusal_of_an_older_generation_does_not_count() =>
        Assert.Equal(("True", "Programmed"), Programmed(Build(Some.Fleet(Some.Agent("a", Some.Report(refused: 2, because: "old"))))));

    [Fact]
    public void An_agent_that_does_not_report_is_unreachable_and_holds_nobody_up()
    {
        var status = Build(Some.Fleet(Some.Agent("a", Some.Report()), Some.Silent("b")));

        Assert.Equal(("True", "Programmed"), Programmed(status));
        Assert.Equal(1, status.Agents!.Unreachable);
    }

    [Fact]
    public void No_node_at_all_is_programmed_but_agents_that_are_still_to_come_are_not()
    {
        Assert.Equal(("True", "NoAgentsNeeded"), Programmed(Build(new Fleet([], 0, true))));
        Assert.Equal(("False", "RolloutInProgress"), Programmed(Build(new Fleet([], 2, true))));
        Assert.Equal(("False", "RolloutInProgress"), Programmed(Build(new Fleet([], null, true))));
        Assert.Equal(("False", "RolloutInProgress"), Programmed(Build(Some.Fleet(Some.Silent("a")))));
    }

    [Fact]
    public void What_was_programmed_stays_so_while_nobody_reports()
    {
        var before = Build(Some.Fleet(Some.Agent("a", Some.Report())));

        Assert.Equal(("True", "Programmed"), Programmed(Build(Some.Fleet(Some.Silent("a")), before)));
        Assert.Equal(("False", "RolloutInProgress"), Programmed(Build(Some.Fleet(Some.Silent("a")), before, generation: 4)));
    }

    [Fact]
    public void A_new_leader_lets_stand_what_was_written_until_it_has_asked_everybody()
    {
        var before = Build(Some.Fleet(Some.Agent("a", Some.Report()), Some.Agent("b", Some.Report())));
        var early = new Fleet([Some.Silent("a"), Some.Agent("b")], 2, Settled: false);

        var status = Build(early, before);

        Assert.Equal(before.Agents, status.Agents);
        Assert.Equal(("True", "Programmed"), Programmed(status));
    }

    [Fact]
    public void An_edit_that_is_not_accepted_says_which_generation_goes_on()
    {
        var verdict = Some.Verdict(generation: 4, conditions: [Conditions.Make("Accepted", "False", "InvalidExpression", "no"), Some.Good("ResolvedRefs")]) with { RunningGeneration = 3 };

        var status = PipelineStatus.Build(verdict, Some.Pipeline(), null, Some.Fleet(Some.Agent("a", Some.Report())), Some.Now);

        Assert.Equal(3, status.RunningGeneration);
        Assert.Equal(4, status.ObservedGeneration);
        Assert.Equal("InvalidExpression", status.Conditions.Of("Ready")!.Reason);
        Assert.Contains("generation 3", status.Conditions.Of("Programmed")!.Message, StringComparison.Ordinal);
        Assert.Equal(1, status.Agents!.Programmed);
    }

    [Fact]
    public void Nothing_to_run_is_not_programmed() =>
        Assert.Equal(("False", "NotCompiled"), Programmed(PipelineStatus.Build(Some.Verdict(), null, null, Some.Fleet(Some.Agent("a")), Some.Now)));

    [Fact]
    public void Reports_are_matched_by_namespace_and_name()
    {
        var other = Some.Report(running: 1, @namespace: "shopx", name: "web");
        var twin = Some.Report(running: 1, @namespace: "", name: "shop/web");

        Assert.Equal(("True", "Programmed"), Programmed(Build(Some.Fleet(Some.Agent("a", other, twin with { Namespace = "sho" }, Some.Report())))));
    }

    [Fact]
    public void The_same_generation_with_another_store_is_programmed_when_agents_run_the_very_configuration()
    {
        var config = Some.Pipeline() with { Hash = "new" };
        LogPipelineStatus Build(params AgentView[] agents) => PipelineStatus.Build(Some.Verdict(), config, null, Some.Fleet(agents), Some.Now);

        Assert.Equal(("False", "RolloutInProgress"), Programmed(Build(Some.Agent("a", Some.Report(hash: "new")), Some.Agent("b", Some.Report(hash: "old")))));
        Assert.Equal(("True", "Programmed"), Programmed(Build(Some.Agent("a", Some.Report(hash: "new")), Some.Agent("b", Some.Report(hash: "new")))));
        Assert.Equal(("True", "Programmed"), Programmed(Build(Some.Agent("an-older-version", Some.Report()))));
    }

    private static LogPipelineStatus Build(Fleet fleet, LogPipelineStatus? present = null, long generation = 3) =>
        PipelineStatus.Build(Some.Verdict(generation: generation), Some.Pipeline(generation: generation), present, fleet, Some.Now);

    private static (string Status, string? Reason) Programmed(LogPipelineStatus status)
    {
        var condition = status.Conditions.Of("Programmed")!;
        return (condition.Status, condition.Reason);
    }
}
