using LogOperator.Crds.Compilation;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Operator.Status;

/// <summary>The status of a store: the compiler's verdict, what became of its topics, and its certificates. Pure.</summary>
internal static class StoreStatus
{
    private const int MaxTopics = 16;

    /// <summary>Builds the status.</summary>
    /// <param name="verdict">What the compiler says.</param>
    /// <param name="present">What stands in the status now.</param>
    /// <param name="managed">Whether the operator looks after topics of this store.</param>
    /// <param name="topics">What became of them; null if they were not looked at yet.</param>
    /// <param name="seen">The topics as they are.</param>
    /// <param name="certificates">The condition of its certificates; null if it names none.</param>
    /// <param name="now">The time.</param>
    public static LogStoreStatus Build(
        Verdict verdict, LogStoreStatus? present, bool managed, TopicVerdict? topics, IReadOnlyList<TopicStatus> seen, Condition? certificates, DateTimeOffset now)
    {
        List<Condition> parts = [.. verdict.Conditions];
        if (managed)
        {
            parts.Add(Topics(verdict, present, topics));
        }

        if (certificates is not null)
        {
            parts.Add(certificates);
        }

        return new LogStoreStatus
        {
            ObservedGeneration = verdict.Generation,
            Conditions = Conditions.Complete(parts, present?.Conditions, verdict.Generation, now),
            Backend = verdict.Type,
            Pipelines = verdict.Pipelines,
            Topics = !managed ? null : topics is null ? present?.Topics : [.. seen.Take(MaxTopics)],
        };
    }

    private static Condition Topics(Verdict verdict, LogStoreStatus? present, TopicVerdict? topics)
    {
        if (topics is not null)
        {
            return Conditions.Make(Conditions.TopicsReady, topics.Ready ? Conditions.True : Conditions.False, topics.Reason, topics.Message);
        }

        // Not looked at yet by this process: what the one before it saw of this very generation stands.
        var was = present?.Conditions.Of(Conditions.TopicsReady);
        return was?.ObservedGeneration == verdict.Generation
            ? was
            : Conditions.Make(Conditions.TopicsReady, Conditions.Unknown, Reasons.TopicsPending, "the brokers have not been asked yet");
    }
}
