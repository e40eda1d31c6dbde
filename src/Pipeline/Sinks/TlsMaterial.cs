using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LogOperator.Pipeline.Sinks;

/// <summary>The PEM texts that a TLS connection is made with. Compared by content, so that a sink sees when a Secret has changed.</summary>
/// <param name="Authority">Certificates that the server's must come from; empty for the system's.</param>
/// <param name="Certificate">Client certificate and its chain; empty if there is none.</param>
/// <param name="Key">Key of the client certificate.</param>
internal sealed record TlsMaterial(string Authority, string Certificate, string Key)
{
    /// <summary>Reads what a store's spec names.</summary>
    public static TlsMaterial Read(TlsSpec? spec, StoreSecrets secrets, ref string? missing) => new(
        spec?.CaRef is { } authority ? secrets.ReadText(authority.Name, authority.Key ?? "ca.crt", ref missing) : "",
        spec?.ClientCertRef is { } client ? secrets.ReadText(client.Name, "tls.crt", ref missing) : "",
        spec?.ClientCertRef is { } pair ? secrets.ReadText(pair.Name, "tls.key", ref missing) : "");

    /// <summary>The authorities, parsed; null for the system's.</summary>
    /// <exception cref="CryptographicException">The text holds no certificate.</exception>
    public X509Certificate2Collection? ParseAuthorities()
    {
        if (Authority.Length == 0)
        {
            return null;
        }

        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(Authority);
        return certificates.Count > 0 ? certificates : throw new CryptographicException("the certificate authority holds no certificate in PEM form");
    }

    /// <summary>The client certificate with its key, parsed; null if there is none. The caller disposes it.</summary>
    /// <exception cref="CryptographicException">The texts are no certificate and key, or do not belong together.</exception>
    public X509Certificate2? ParseClientCertificate() => Certificate.Length == 0 ? null : X509Certificate2.CreateFromPem(Certificate, Key);

    /// <summary>Says nothing of the contents.</summary>
    public override string ToString() => nameof(TlsMaterial);
}
