using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Operator.Status;

/// <summary>Conditions of a status: what all kinds have in common.</summary>
internal static class Conditions
{
    public const string Accepted = "Accepted";
    public const string ResolvedRefs = "ResolvedRefs";
    public const string Programmed = "Programmed";
    public const string Flowing = "Flowing";
    public const string TopicsReady = "TopicsReady";
    public const string Certificates = "Certificates";
    public const string Available = "Available";
    public const string Ready = "Ready";
    public const string Reconciling = "Reconciling";
    public const string Stalled = "Stalled";

    public const string True = "True";
    public const string False = "False";
    public const string Unknown = "Unknown";

    private const int MaxMessageLength = 1024;

    public static Condition Make(string type, string status, string reason, string message = "") =>
        new() { Type = type, Status = status, Reason = reason, Message = message };

    /// <summary>The condition of a type, or null.</summary>
    public static Condition? Of(this IEnumerable<Condition>? conditions, string type) => conditions?.FirstOrDefault(c => c.Type == type);

    /// <summary>
    /// Completes the conditions of an object: Ready out of all but Flowing and Certificates, Reconciling and Stalled where they are true (kstatus: absent
    /// otherwise), the generation that was judged, and the time since when each has its status.
    /// </summary>
    /// <param name="parts">The conditions that the kind has, in the order in which Ready names the first that is not true.</param>
    /// <param name="present">What stands in the status now.</param>
    /// <param name="generation">Generation that was judged.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<Condition> Complete(IReadOnlyList<Condition> parts, IReadOnlyList<Condition>? present, long generation, DateTimeOffset now)
    {
        var needed = parts.Where(c => c.Type is not (Flowing or Certificates)).ToList();
        var blocking = needed.Find(c => c.Status == False) ?? needed.Find(c => c.Status != True);
        List<Condition> all = [.. parts];
        if (blocking is null)
        {
            all.Add(Make(Ready, True, Ready));
        }
        else
        {
            var reason = blocking.Reason ?? blocking.Type;
            all.Add(Make(Ready, blocking.Status, reason, blocking.Message ?? ""));
            all.Add(Make(IsFinal(blocking) ? Stalled : Reconciling, True, reason, blocking.Message ?? ""));
        }

        return [.. all.Select(c => Stamp(c, present.Of(c.Type), generation, now))];
    }

    /// <summary>Whether only a change of the object itself can help.</summary>
    private static bool IsFinal(Condition condition) => condition.Status == False && condition.Type switch
    {
        Accepted => true,
        ResolvedRefs => !Reasons.MayResolve(condition.Reason ?? ""),
        Programmed => condition.Reason == PipelineStatus.AgentRejected,
        _ => false,
    };

    private static Condition Stamp(Condition condition, Condition? present, long generation, DateTimeOffset now)
    {
        var message = condition.Message ?? "";
        return condition with
        {
            Message = message.Length <= MaxMessageLength ? message : message[..(MaxMessageLength - 1)] + "…",
            ObservedGeneration = generation,

            // The API stores whole seconds; anything finer would look like a change for ever.
            LastTransitionTime = present?.Status == condition.Status && present.LastTransitionTime is { } since
                ? since
                : DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()),
        };
    }
}
