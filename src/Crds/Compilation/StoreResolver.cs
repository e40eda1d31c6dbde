using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sinks.Kafka;

namespace LogOperator.Crds.Compilation;

/// <summary>Resolves what stores refer to.</summary>
internal static class StoreResolver
{
    /// <summary>The state of every store.</summary>
    public static Dictionary<ResourceId, StoreState> Resolve(ClusterSnapshot snapshot, IEnumerable<Admitted<SinkSpec>> stores)
    {
        // Of Secrets that are listed twice, any will do: they are the same.
        var secrets = snapshot.Secrets.DistinctBy(s => (s.Namespace, s.Name)).ToDictionary(s => (s.Namespace, s.Name));
        var topics = snapshot.Topics.DistinctBy(t => t.Store).ToDictionary(t => t.Store);
        return stores.ToDictionary(s => s.Id, s => Resolve(snapshot, s, secrets, topics));
    }

    /// <summary>Whether the operator looks after a store's topic.</summary>
    public static bool ManagesTopics(SinkSpec spec) => spec.Kafka?.TopicManagement?.Policy is not (null or TopicPolicy.None);

    private static StoreState Resolve(
        ClusterSnapshot snapshot,
        Admitted<SinkSpec> store,
        Dictionary<(string, string), SecretInfo> secrets,
        Dictionary<string, TopicVerdict> topics)
    {
        if (!store.Accepted)
        {
            return new StoreState(store, [], null, null);
        }

        var spec = store.Spec!;
        var secretNamespace = snapshot.Local ? "" : store.Namespaced ? store.Id.Namespace : snapshot.OperatorNamespace;
        IReadOnlyList<Problem> missing = snapshot.Local ? [] : [.. SecretReferences.Problems(spec, secretNamespace, secrets)];
        var config = missing.Count > 0 ? null : new StoreConfig
        {
            Namespace = store.Id.Namespace,
            Name = store.Id.Name,
            SecretNamespace = secretNamespace,

            // Whom a store admits is settled here. Left in, every change of it would look like a changed store to all agents.
            Spec = spec.AllowedNamespaces is null ? spec : spec with { AllowedNamespaces = null },
        };
        var topicProblem = snapshot.Local || !ManagesTopics(spec) ? null : topics.GetValueOrDefault(store.Id.Key) switch
        {
            null => new Problem("spec.kafka.topic", Reasons.TopicsPending, "the topic was not looked at yet"),
            { Ready: false } verdict => new Problem("spec.kafka.topic", Reasons.TopicsNotReady, $"{verdict.Reason}: {verdict.Message}"),
            _ => null,
        };
        return new StoreState(store, missing, topicProblem, config);
    }
}
