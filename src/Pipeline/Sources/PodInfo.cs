namespace LogOperator.Pipeline.Sources;

/// <summary>What is known of a pod.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its uid in the API.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="NodeName">The node that it runs on.</param>
/// <param name="StartedAt">When the kubelet acknowledged it; null if it has not.</param>
public sealed record PodInfo(
    string Namespace, string Name, string Uid, IReadOnlyDictionary<string, string> Labels, string? NodeName, DateTimeOffset? StartedAt);
