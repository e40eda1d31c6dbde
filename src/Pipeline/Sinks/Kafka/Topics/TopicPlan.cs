namespace LogOperator.Pipeline.Sinks.Kafka.Topics;

/// <summary>What is to be done to make a topic as declared, and what cannot or must not be done. Pure: asks nobody.</summary>
public sealed record TopicPlan
{
    /// <summary>Whether to create the topic.</summary>
    public bool Create { get; private init; }

    /// <summary>Number of partitions to grow to; null if they are to stay.</summary>
    public int? Partitions { get; private init; }

    /// <summary>Settings to change; empty if none.</summary>
    public IReadOnlyDictionary<string, string> Config { get; private init; } = new Dictionary<string, string>();

    /// <summary>What stays different; empty if nothing does.</summary>
    public IReadOnlyList<TopicDrift> Drift { get; private init; } = [];

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => !Create && Partitions is null && Config.Count == 0;

    /// <summary>Compares a topic with its declaration. Partitions never shrink and replication is never changed, whatever the policy.</summary>
    /// <param name="wanted">The declaration.</param>
    /// <param name="found">The topic as the broker has it.</param>
    public static TopicPlan Of(KafkaTopicManagementSpec wanted, TopicState found)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(found);
        var policy = wanted.Policy ?? TopicPolicy.None;
        if (policy == TopicPolicy.None)
        {
            return new TopicPlan();
        }

        if (!found.Exists)
        {
            return policy == TopicPolicy.Observe
                ? new TopicPlan { Drift = [new("TopicMissing", "the topic does not exist")] }
                : new TopicPlan { Create = true };
        }

        var mayRepair = policy == TopicPolicy.Manage;
        var grow = mayRepair && wanted.Partitions > found.Partitions;
        var settings = (wanted.Config ?? new Dictionary<string, string>())
            .Where(s => found.Config.GetValueOrDefault(s.Key) != s.Value)
            .ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal);
        List<TopicDrift> drift = [];
        if (!grow && wanted.Partitions is { } partitions && partitions != found.Partitions)
        {
            var never = partitions < found.Partitions ? "; partitions never shrink" : "";
            drift.Add(new("PartitionsDrift", $"{partitions} partitions are declared, the topic has {found.Partitions}{never}"));
        }

        if (wanted.ReplicationFactor is { } replicas && replicas != found.ReplicationFactor)
        {
            drift.Add(new("ReplicationMismatch", $"{replicas} replicas are declared, the topic has {found.ReplicationFactor}; replication is never changed"));
        }

        if (!mayRepair)
        {
            drift.AddRange(settings.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => new TopicDrift(
                "ConfigDrift", $"{s.Key} is declared as \"{s.Value}\", the topic has {(found.Config.TryGetValue(s.Key, out var value) ? $"\"{value}\"" : "no such setting")}")));
        }

        return new TopicPlan
        {
            Partitions = grow ? wanted.Partitions : null,
            Config = mayRepair ? settings : new Dictionary<string, string>(),
            Drift = drift,
        };
    }
}
