using LogOperator.Kubernetes.Objects;

namespace LogOperator.Operator.Resources;

/// <summary>The Secret that carries one part of the credentials that a LogAgent's pipelines need.</summary>
internal static class CredentialsSecret
{
    /// <summary>Longest key of a Secret's data (core/v1 validation).</summary>
    public const int MaxKeyLength = 253;

    /// <summary>Key of one value. Names of namespaces and Secrets have no underscore, so it can be taken apart again.</summary>
    public static string Key(string @namespace, string secret, string key) => $"{@namespace}_{secret}_{key}";

    public static Secret Build(string agent, int shard, IReadOnlyDictionary<string, byte[]> values, string agentNamespace) => new()
    {
        Metadata = new ObjectMeta
        {
            Name = Names.CredentialsSecret(agent, shard),
            Namespace = agentNamespace,
            Labels = Names.AgentLabels(agent, Names.CredentialsContent),
        },
        Type = "Opaque",
        Data = new SortedDictionary<string, byte[]>(values.ToDictionary(), StringComparer.Ordinal),
    };

    /// <summary>Whether what is published is what is wanted.</summary>
    public static bool IsSame(Secret published, Secret wanted) =>
        SecretComparison.SameLabels(published, wanted) && SecretComparison.SameData(published, wanted);
}
