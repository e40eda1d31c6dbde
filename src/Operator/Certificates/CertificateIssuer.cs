using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LogOperator.Operator.Certificates;

/// <summary>Makes certificates: ECDSA P-256, SHA-256 (RFC 5280 profiles of a private CA). Pure but for random numbers.</summary>
internal static class CertificateIssuer
{
    public static readonly TimeSpan AuthorityLifetime = TimeSpan.FromDays(3650);
    public static readonly TimeSpan LeafLifetime = TimeSpan.FromDays(90);

    // Clocks of nodes differ a little.
    private static readonly TimeSpan Backdating = TimeSpan.FromMinutes(10);

    private static readonly Oid ServerAuth = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ClientAuth = new("1.3.6.1.5.5.7.3.2");

    /// <summary>A new authority, signed by itself.</summary>
    public static CertificatePair Authority(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=log-operator-ca", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        var id = new X509SubjectKeyIdentifierExtension(request.PublicKey, false);
        request.CertificateExtensions.Add(id);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(id));
        using var certificate = request.CreateSelfSigned(now - Backdating, now + AuthorityLifetime);
        return new CertificatePair(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>A server's certificate.</summary>
    public static CertificatePair Server(CertificatePair authority, string dnsName, DateTimeOffset now) => Issue(authority, dnsName, dnsName, ServerAuth, now);

    /// <summary>A client's certificate.</summary>
    public static CertificatePair Client(CertificatePair authority, string commonName, DateTimeOffset now) => Issue(authority, commonName, null, ClientAuth, now);

    /// <summary>End of a certificate's validity.</summary>
    public static DateTimeOffset NotAfter(string certificatePem)
    {
        using var certificate = X509Certificate2.CreateFromPem(certificatePem);
        return new DateTimeOffset(certificate.NotAfter.ToUniversalTime());
    }

    /// <summary>Whether an authority has signed a certificate.</summary>
    public static bool IsIssuedBy(string certificatePem, string authorityPem)
    {
        using var certificate = X509Certificate2.CreateFromPem(certificatePem);
        using var authority = X509Certificate2.CreateFromPem(authorityPem);
        var id = certificate.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().FirstOrDefault()?.KeyIdentifier;
        var signer = authority.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault()?.SubjectKeyIdentifierBytes;
        return id is { } a && signer is { } b && a.Span.SequenceEqual(b.Span);
    }

    private static CertificatePair Issue(CertificatePair authority, string commonName, string? dnsName, Oid usage, DateTimeOffset now)
    {
        using var signer = authority.Load();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([usage], true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(signer, true, false));
        if (dnsName is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(dnsName);
            request.CertificateExtensions.Add(names.Build());
        }

        var end = now + LeafLifetime;
        var last = new DateTimeOffset(signer.NotAfter.ToUniversalTime());
        using var certificate = request.Create(signer, now - Backdating, end < last ? end : last, RandomNumberGenerator.GetBytes(16));
        return new CertificatePair(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
