using LogOperator.Crds.Compilation;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes.Objects;
using LogOperator.Operator.Status;

namespace LogOperator.Operator.Tests.Status;

public sealed class OtherStatusTests
{
    [Fact]
    public void A_source_counts_what_pipelines_that_read_it_alone_follow()
    {
        var config = Some.Config(Some.Pipeline(), Some.Pipeline(name: "other", source: "else"));
        var fleet = Some.Fleet(
            Some.Agent("a", Some.Report(streams: 3, pods: 2), Some.Report(streams: 50, pods: 50, name: "other")),
            Some.Agent("b", Some.Report(streams: 1, pods: 1)),
            Some.Agent("c", Some.Report(streams: 0, pods: 0)));

        var status = SourceStatus.Build(Some.Verdict("LogSource", conditions: Some.Good("Accepted")) with { Type = "containerLogs" }, null, config, fleet, Some.Now);

        Assert.Equal(new MatchedStatus { Pods = 3, Containers = 4, Nodes = 2 }, status.Matched);
        Assert.Equal("containerLogs", status.Type);
        Assert.Equal("True", status.Conditions.Of("Ready")!.Status);
    }

    [Fact]
    public void A_source_that_nobody_reads_matches_nothing_known() => Assert.Null(
        SourceStatus.Build(Some.Verdict("LogSource"), null, Some.Config(), Some.Fleet(Some.Agent("a")), Some.Now).Matched);

    [Fact]
    public void A_store_without_topics_has_no_condition_about_them() => Assert.Null(
        StoreStatus.Build(Verdict(), null, false, null, [], null, Some.Now).Conditions.Of("TopicsReady"));

    [Fact]
    public void A_store_is_ready_when_its_topics_are()
    {
        var pending = StoreStatus.Build(Verdict(), null, true, null, [], null, Some.Now);
        var denied = StoreStatus.Build(Verdict(), pending, true, new TopicVerdict("shop/web", false, "CreateDenied", "not allowed"), [], null, Some.Now);
        var good = StoreStatus.Build(Verdict(), denied, true, new TopicVerdict("shop/web", true, "AsWanted", "fine"), [new TopicStatus { Name = "t", Id = "1", Partitions = 3 }], null, Some.Now);

        Assert.Equal("Unknown", pending.Conditions.Of("TopicsReady")!.Status);
        Assert.Equal(("False", "CreateDenied"), (denied.Conditions.Of("Ready")!.Status, denied.Conditions.Of("Ready")!.Reason));
        Assert.Equal("True", good.Conditions.Of("Ready")!.Status);
        Assert.Equal("t", Assert.Single(good.Topics!).Name);
        Assert.Equal(("kafka", 2), (good.Backend, good.Pipelines));
    }

    [Fact]
    public void A_new_leader_lets_stand_what_was_found_out_about_the_topics_of_the_same_generation()
    {
        var good = StoreStatus.Build(Verdict(), null, true, new TopicVerdict("shop/web", true, "AsWanted", "fine"), [new TopicStatus { Name = "t" }], null, Some.Now);

        var same = StoreStatus.Build(Verdict(), good, true, null, [], null, Some.Now);
        var edited = StoreStatus.Build(Verdict() with { Generation = 4 }, good, true, null, [], null, Some.Now);

        Assert.Equal("True", same.Conditions.Of("TopicsReady")!.Status);
        Assert.Single(same.Topics!);
        Assert.Equal("Unknown", edited.Conditions.Of("TopicsReady")!.Status);
    }

    [Fact]
    public void An_agent_is_available_as_its_daemon_set_is()
    {
        Assert.Equal("NotScheduled", Available(null).Reason);
        Assert.Equal("NotScheduled", Available(DaemonSet(observed: 1, desired: 2, available: 2)).Reason);
        Assert.Equal(("False", "1 of 2 agents are available"), (Available(DaemonSet(2, 2, 1)).Status, Available(DaemonSet(2, 2, 1)).Message));
        Assert.Equal("True", Available(DaemonSet(2, 2, 2)).Status);
        Assert.Equal("NotRunning", Available(DaemonSet(2, 2, 2), accepted: false).Reason);
    }

    [Fact]
    public void Certificates_that_expire_are_told_and_do_not_count_for_ready()
    {
        var expired = Conditions.Make(Conditions.Certificates, Conditions.False, "Expired", "gone");
        var status = StoreStatus.Build(Verdict(), null, false, null, [], expired, Some.Now);

        Assert.Equal("Expired", status.Conditions.Of("Certificates")!.Reason);
        Assert.Equal("True", status.Conditions.Of("Ready")!.Status);
    }

    private static Verdict Verdict() => Some.Verdict("LogStore") with { Type = "kafka", Pipelines = 2 };

    private static Condition Available(DaemonSet? daemonSet, bool accepted = true) =>
        AgentStatus.Build(Some.Verdict("LogAgent", conditions: Some.Good("Accepted")), null, daemonSet, accepted, Some.Now).Conditions.Of("Available")!;

    private static DaemonSet DaemonSet(long observed, int desired, int available) => new()
    {
        Metadata = new ObjectMeta { Name = "logagent-web", Generation = 2 },
        Status = new DaemonSetStatus { ObservedGeneration = observed, DesiredNumberScheduled = desired, NumberAvailable = available },
    };
}
