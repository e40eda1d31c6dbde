using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Compilation;

/// <summary>A Kafka topic that the operator looks after for a store.</summary>
/// <param name="Store">The store as compiled: brokers, topic, management, and where its credentials lie.</param>
/// <param name="Kind"><c>LogStore</c> or <c>ClusterLogStore</c>.</param>
/// <param name="CreatedAt">When the store's object was made; the oldest store manages a topic that several name.</param>
public sealed record TopicRequest(StoreConfig Store, string Kind, DateTimeOffset? CreatedAt);
