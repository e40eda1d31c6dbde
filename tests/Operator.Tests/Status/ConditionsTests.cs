using LogOperator.Kubernetes.Objects;
using LogOperator.Operator.Status;

namespace LogOperator.Operator.Tests.Status;

public sealed class ConditionsTests
{
    private static readonly DateTimeOffset Later = Some.Now + TimeSpan.FromMinutes(5);

    [Fact]
    public void All_true_is_ready_and_neither_reconciling_nor_stalled()
    {
        var conditions = Complete(Some.Good("Accepted"), Some.Good("ResolvedRefs"));

        Assert.Equal(["Accepted", "ResolvedRefs", "Ready"], conditions.Select(c => c.Type));
        Assert.All(conditions, c => Assert.Equal(7, c.ObservedGeneration));
        Assert.Equal("True", conditions.Of("Ready")!.Status);
    }

    [Fact]
    public void Ready_names_the_first_that_is_false()
    {
        var ready = Complete(Some.Good("Accepted"), Bad("ResolvedRefs", "StoreNotFound"), Bad("Programmed", "RolloutInProgress")).Of("Ready")!;

        Assert.Equal(("False", "StoreNotFound", "because of StoreNotFound"), (ready.Status, ready.Reason, ready.Message));
    }

    [Fact]
    public void Flowing_and_certificates_do_not_count_for_ready() =>
        Assert.Equal("True", Complete(Some.Good("Accepted"), Bad("Flowing", "StoreUnreachable"), Bad("Certificates", "ExpiresSoon")).Of("Ready")!.Status);

    [Fact]
    public void What_is_not_known_yet_is_not_ready_either()
    {
        var conditions = Complete(Some.Good("Accepted"), Conditions.Make("TopicsReady", "Unknown", "Pending"));

        Assert.Equal("Unknown", conditions.Of("Ready")!.Status);
        Assert.NotNull(conditions.Of("Reconciling"));
    }

    [Theory]
    [InlineData("Accepted", "InvalidExpression", "Stalled")]
    [InlineData("ResolvedRefs", "RefNotPermitted", "Stalled")]
    [InlineData("ResolvedRefs", "StoreNotFound", "Reconciling")]
    [InlineData("ResolvedRefs", "SecretNotFound", "Reconciling")]
    [InlineData("Programmed", "AgentRejected", "Stalled")]
    [InlineData("Programmed", "RolloutInProgress", "Reconciling")]
    [InlineData("TopicsReady", "CreateDenied", "Reconciling")]
    [InlineData("Available", "RollingOut", "Reconciling")]
    public void Stalled_says_that_the_object_must_change_and_reconciling_that_waiting_may_help(string type, string reason, string expected)
    {
        var conditions = Complete(Bad(type, reason));

        Assert.Equal(reason, conditions.Of(expected)!.Reason);
        Assert.Single(conditions, c => c.Type is "Stalled" or "Reconciling");
    }

    [Fact]
    public void The_time_of_a_transition_stays_until_the_status_changes()
    {
        var before = Complete(Some.Good("Accepted"));

        var same = Conditions.Complete([Conditions.Make("Accepted", "True", "Other")], before, 8, Later);
        var changed = Conditions.Complete([Bad("Accepted", "InvalidSpec")], before, 8, Later);

        Assert.Equal(Some.Now, same.Of("Accepted")!.LastTransitionTime);
        Assert.Equal(Later, changed.Of("Accepted")!.LastTransitionTime);
    }

    [Fact]
    public void Long_messages_are_cut() =>
        Assert.Equal(1024, Complete(Conditions.Make("Accepted", "False", "InvalidSpec", new string('x', 5000))).Of("Accepted")!.Message!.Length);

    private static Condition Bad(string type, string reason) => Conditions.Make(type, "False", reason, $"because of {reason}");

    private static IReadOnlyList<Condition> Complete(params Condition[] parts) => Conditions.Complete(parts, null, 7, Some.Now);
}
