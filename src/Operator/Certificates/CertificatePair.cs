using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LogOperator.Operator.Certificates;

/// <summary>A certificate and its private key in PEM form.</summary>
/// <param name="CertificatePem">The certificate.</param>
/// <param name="KeyPem">The private key (PKCS #8); never to be logged.</param>
internal sealed record CertificatePair(string CertificatePem, string KeyPem)
{
    /// <summary>The certificate with its key. The caller disposes it.</summary>
    /// <exception cref="CryptographicException">The text is not a certificate or the key does not belong to it.</exception>
    public X509Certificate2 Load() => X509Certificate2.CreateFromPem(CertificatePem, KeyPem);

    /// <summary>Reads a pair.</summary>
    /// <returns>Null where it is not a certificate with its key.</returns>
    public static CertificatePair? TryRead(string? certificatePem, string? keyPem)
    {
        if (certificatePem is null || keyPem is null)
        {
            return null;
        }

        try
        {
            var pair = new CertificatePair(certificatePem, keyPem);
            using var certificate = pair.Load();
            return certificate.HasPrivateKey ? pair : null;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(CertificatePair);
}
