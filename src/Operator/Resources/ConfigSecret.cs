using LogOperator.Kubernetes.Objects;
using LogOperator.Operator.Publishing;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Operator.Resources;

/// <summary>The Secret that carries one part of a LogAgent's configuration.</summary>
internal static class ConfigSecret
{
    public static Secret Build(string agent, int shard, AgentConfig config, string agentNamespace)
    {
        var json = ConfigCodec.ToJson(config);
        return new Secret
        {
            Metadata = new ObjectMeta
            {
                Name = Names.ConfigSecret(agent, shard),
                Namespace = agentNamespace,
                Labels = Names.AgentLabels(agent, Names.ConfigContent),
                Annotations = new Dictionary<string, string> { [Names.HashAnnotation] = ConfigCodec.Hash(json) },
            },
            Type = "Opaque",
            Data = new Dictionary<string, byte[]> { [Names.ConfigKey(shard)] = ConfigCodec.Compress(json) },
        };
    }

    /// <summary>Whether what is published is what is wanted, compared by content rather than by the annotation, which anybody can write.</summary>
    public static bool IsSame(Secret published, Secret wanted, int shard) =>
        SecretComparison.SameLabels(published, wanted)
        && published.Data is { Count: 1 } data
        && data.TryGetValue(Names.ConfigKey(shard), out var bytes)
        && ConfigCodec.TryDecode(bytes, out var hash, out _) is not null
        && hash == wanted.Annotation(Names.HashAnnotation);
}
