using LogOperator.Crds.Compilation;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Operator.Status;

/// <summary>The status of a LogAgent: the compiler's verdict and its DaemonSet's. Pure.</summary>
internal static class AgentStatus
{
    public const string RollingOut = "RollingOut";
    public const string NotScheduled = "NotScheduled";
    public const string NotRunning = "NotRunning";

    public static LogAgentStatus Build(Verdict verdict, LogAgentStatus? present, DaemonSet? daemonSet, bool accepted, DateTimeOffset now)
    {
        var status = IsCurrent(daemonSet) ? daemonSet!.Status : null;
        return new LogAgentStatus
        {
            ObservedGeneration = verdict.Generation,
            Conditions = Conditions.Complete([.. verdict.Conditions, Available(status, accepted)], present?.Conditions, verdict.Generation, now),
            Desired = status?.DesiredNumberScheduled,
            Available = status is null ? null : status.NumberAvailable ?? 0,
        };
    }

    /// <summary>Whether the DaemonSet's status tells of its present spec.</summary>
    public static bool IsCurrent(DaemonSet? daemonSet) =>
        daemonSet?.Status?.ObservedGeneration is { } observed && observed == daemonSet.Metadata.Generation && daemonSet.Status.DesiredNumberScheduled is not null;

    private static Condition Available(DaemonSetStatus? status, bool accepted)
    {
        if (!accepted)
        {
            return Conditions.Make(Conditions.Available, Conditions.False, NotRunning, "no agents run for a LogAgent that is not accepted");
        }

        if (status is null)
        {
            return Conditions.Make(Conditions.Available, Conditions.False, NotScheduled, "the DaemonSet controller has not looked at the agents yet");
        }

        var available = status.NumberAvailable ?? 0;
        return available >= status.DesiredNumberScheduled
            ? Conditions.Make(Conditions.Available, Conditions.True, Conditions.Available)
            : Conditions.Make(Conditions.Available, Conditions.False, RollingOut, $"{available} of {status.DesiredNumberScheduled} agents are available");
    }
}
