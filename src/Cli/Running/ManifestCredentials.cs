using System.Text;
using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Cli.Running;

/// <summary>Secret values from Secrets among the manifests. Where no namespace is asked for, the first Secret of that name counts.</summary>
/// <param name="secrets">The Secrets.</param>
internal sealed class ManifestCredentials(IReadOnlyList<Secret> secrets) : ICredentials
{
    /// <inheritdoc/>
    public bool TryGet(string @namespace, string secret, string key, out ReadOnlyMemory<byte> value)
    {
        foreach (var candidate in secrets)
        {
            if (candidate.Name() != secret || (@namespace.Length > 0 && candidate.Metadata.Namespace != @namespace))
            {
                continue;
            }

            // As the API server does: stringData wins over data.
            if (candidate.StringData?.TryGetValue(key, out var text) == true)
            {
                value = Encoding.UTF8.GetBytes(text);
                return true;
            }

            if (candidate.Data?.TryGetValue(key, out var bytes) == true)
            {
                value = bytes;
                return true;
            }
        }

        value = default;
        return false;
    }
}
