namespace LogOperator.Crds.Compilation;

/// <summary>What the operator found out about a store's Kafka topic.</summary>
/// <param name="Store">Key of the store: <c>namespace/name</c>, or <c>/name</c> for a ClusterLogStore.</param>
/// <param name="Ready">Whether the topic exists as wanted.</param>
/// <param name="Reason">Reason of the store's condition TopicsReady.</param>
/// <param name="Message">Message of that condition.</param>
public sealed record TopicVerdict(string Store, bool Ready, string Reason, string Message);
