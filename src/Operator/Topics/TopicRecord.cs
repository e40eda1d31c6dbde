namespace LogOperator.Operator.Topics;

/// <summary>Who looks after a topic.</summary>
internal sealed record TopicRecord
{
    /// <summary>Id of the Kafka cluster.</summary>
    public required string ClusterId { get; init; }

    /// <summary>Name of the topic.</summary>
    public required string Topic { get; init; }

    /// <summary>Identity of the topic's incarnation; null where the brokers do not tell.</summary>
    public string? TopicId { get; init; }

    /// <summary>Uid of the Kubernetes cluster (of its namespace kube-system): another one's operator may look after topics of the same brokers.</summary>
    public required string KubernetesUid { get; init; }

    /// <summary>Kind and key of the store.</summary>
    public required string Store { get; init; }

    /// <summary>Whether this operator created the topic. One that was there before is never deleted.</summary>
    public bool Created { get; set; }
}
