using System.Security.Cryptography.X509Certificates;

namespace LogOperator.Kubernetes.Credentials;

/// <summary>Who the caller is, at one moment.</summary>
/// <param name="Scheme">Scheme of the Authorization header, or null for none.</param>
/// <param name="Value">Value of the header.</param>
/// <param name="Certificate">Client certificate for new connections.</param>
internal sealed record Credential(string? Scheme, string? Value, X509Certificate2? Certificate)
{
    public static Credential None { get; } = new(null, null, null);
}
