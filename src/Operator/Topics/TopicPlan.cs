using System.Globalization;
using LogOperator.Pipeline.Sinks.Kafka;

namespace LogOperator.Operator.Topics;

/// <summary>What is to be done about a topic, or what is to be said of it. Pure.</summary>
/// <param name="Step">What to do next.</param>
/// <param name="Ready">Whether the topic is as wanted, once nothing is left to do.</param>
/// <param name="Reason">Reason of the condition TopicsReady.</param>
/// <param name="Message">Its message.</param>
/// <param name="Config">Configuration to set, for <see cref="TopicStep.SetConfig"/>.</param>
internal sealed record TopicPlan(TopicStep Step, bool Ready, string Reason, string Message, IReadOnlyDictionary<string, string>? Config = null)
{
    public const string AsWanted = "AsWanted";
    public const string TopicMissing = "TopicMissing";
    public const string PartitionsDrift = "PartitionsDrift";
    public const string ReplicationMismatch = "ReplicationMismatch";
    public const string ConfigDrift = "ConfigDrift";
    public const string CreateDenied = "CreateDenied";
    public const string Conflict = "Conflict";
    public const string BrokersUnreachable = "BrokersUnreachable";

    /// <summary>Decides.</summary>
    /// <param name="spec">The store's Kafka part.</param>
    /// <param name="observed">The topic as it is; null if there is none.</param>
    public static TopicPlan Make(KafkaSinkSpec spec, ObservedTopic? observed)
    {
        var (name, wanted) = (spec.Topic.Name, spec.TopicManagement);
        var policy = wanted?.Policy ?? TopicPolicy.None;
        if (observed is null)
        {
            return policy is TopicPolicy.Create or TopicPolicy.Manage
                ? new TopicPlan(TopicStep.Create, false, TopicMissing, $"topic \"{name}\" is being created")
                : Fault(TopicMissing, $"expected topic \"{name}\", found none; policy {policy} does not create it");
        }

        // Never changed silently: more replicas cost disks, fewer cost safety, and moving them costs the cluster's network.
        if (wanted?.ReplicationFactor is { } replicas && replicas != observed.ReplicationFactor)
            return Fault(ReplicationMismatch, $"topic \"{name}\": expected {replicas} replicas, found {observed.ReplicationFactor}; replication is not changed by the operator");
        if (wanted?.Partitions is { } partitions && partitions != observed.Partitions)
        {
            if (partitions < observed.Partitions)
                return Fault(PartitionsDrift, $"topic \"{name}\": expected {partitions} partitions, found {observed.Partitions}; partitions never shrink");
            return policy == TopicPolicy.Manage
                ? new TopicPlan(TopicStep.AddPartitions, false, PartitionsDrift, $"topic \"{name}\": partitions are being added")
                : Fault(PartitionsDrift, $"topic \"{name}\": expected {partitions} partitions, found {observed.Partitions}; policy {policy} does not add them");
        }

        var drift = (wanted?.Config ?? new Dictionary<string, string>())
            .Where(c => !observed.Config.TryGetValue(c.Key, out var value) || value != c.Value)
            .OrderBy(c => c.Key, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        if (drift.Count == 0)
        {
            return new TopicPlan(
                TopicStep.None, true, AsWanted, string.Create(CultureInfo.InvariantCulture, $"topic \"{name}\" has {observed.Partitions} partitions and {observed.ReplicationFactor} replicas"));
        }

        var (key, expected) = drift.First();
        return policy == TopicPolicy.Manage
            ? new TopicPlan(TopicStep.SetConfig, false, ConfigDrift, $"topic \"{name}\": configuration is being set", drift)
            : Fault(ConfigDrift, $"topic \"{name}\": expected {key}={expected}, found {observed.Config.GetValueOrDefault(key) ?? "nothing"}; policy {policy} does not set it");
    }

    private static TopicPlan Fault(string reason, string message) => new(TopicStep.None, false, reason, message);
}
