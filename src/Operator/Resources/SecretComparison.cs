using LogOperator.Kubernetes.Objects;

namespace LogOperator.Operator.Resources;

/// <summary>Compares Secrets as they are with Secrets as they should be.</summary>
internal static class SecretComparison
{
    /// <summary>Whether every wanted label is there.</summary>
    public static bool SameLabels(Secret published, Secret wanted) =>
        (wanted.Metadata.Labels ?? new Dictionary<string, string>()).All(l => published.Label(l.Key) == l.Value);

    /// <summary>Whether the data is the same, key by key.</summary>
    public static bool SameData(Secret published, Secret wanted)
    {
        var have = published.Data ?? new Dictionary<string, byte[]>();
        var want = wanted.Data ?? new Dictionary<string, byte[]>();
        return have.Count == want.Count && want.All(d => have.TryGetValue(d.Key, out var bytes) && bytes.AsSpan().SequenceEqual(d.Value));
    }
}
