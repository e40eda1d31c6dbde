using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using LogOperator.Kubernetes.Objects;
using LogOperator.Operator.Certificates;

namespace LogOperator.Operator.Resources;

/// <summary>The Secret in the operator's namespace that keeps the certificate authority.</summary>
internal static class AuthoritySecret
{
    public static Secret Build(AuthorityState state, string operatorNamespace)
    {
        var data = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["ca.crt"] = Encoding.UTF8.GetBytes(state.Bundle),
            ["tls.crt"] = Encoding.UTF8.GetBytes(state.Signer.CertificatePem),
            ["tls.key"] = Encoding.UTF8.GetBytes(state.Signer.KeyPem),
        };
        if (state.Successor is { } next)
        {
            data["next.crt"] = Encoding.UTF8.GetBytes(next.CertificatePem);
            data["next.key"] = Encoding.UTF8.GetBytes(next.KeyPem);
        }

        if (state.Predecessor is { } previous)
        {
            data["previous.crt"] = Encoding.UTF8.GetBytes(previous);
        }

        return new Secret
        {
            Metadata = new ObjectMeta { Name = Names.CertificateAuthoritySecret, Namespace = operatorNamespace, Labels = Names.OperatorLabels() },
            Type = "Opaque",
            Data = data,
        };
    }

    /// <summary>Reads the authority back.</summary>
    /// <returns>Null where the Secret is missing or does not hold a certificate with its key.</returns>
    public static AuthorityState? TryRead(Secret? secret)
    {
        if (CertificatePair.TryRead(Text(secret, "tls.crt"), Text(secret, "tls.key")) is not { } signer)
        {
            return null;
        }

        return new AuthorityState(signer, CertificatePair.TryRead(Text(secret, "next.crt"), Text(secret, "next.key")), Readable(Text(secret, "previous.crt")));
    }

    private static string? Readable(string? certificatePem)
    {
        try
        {
            using var certificate = certificatePem is null ? null : X509Certificate2.CreateFromPem(certificatePem);
            return certificatePem;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string? Text(Secret? secret, string key) => secret?.Data?.TryGetValue(key, out var bytes) == true ? Encoding.UTF8.GetString(bytes) : null;
}
