using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LogOperator.TestKit.Kubernetes;

/// <summary>A certificate authority of its own, valid for a day, and the certificates that it signs; all as PEM.</summary>
public sealed class TestCertificates : IDisposable
{
    private static readonly TimeSpan Skew = TimeSpan.FromHours(1);
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 authority;

    public TestCertificates(string name = "log-operator-test")
    {
        var request = new CertificateRequest($"CN={name}", this.key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = TimeProvider.System.GetUtcNow();
        authority = request.CreateSelfSigned(now - Skew, now + TimeSpan.FromDays(1));
        AuthorityPem = authority.ExportCertificatePem();
    }

    /// <summary>The authority's certificate.</summary>
    public string AuthorityPem { get; }

    /// <summary>A certificate for a server with these DNS names and addresses.</summary>
    public (string Certificate, string Key) Server(string name, params string[] hosts)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }

        return Sign($"CN={name}", "1.3.6.1.5.5.7.3.1", names.Build());
    }

    /// <summary>A certificate for a client: common name is the user, organization the group.</summary>
    public (string Certificate, string Key) Client(string user, string? group = null) =>
        Sign(group is null ? $"CN={user}" : $"O={group}, CN={user}", "1.3.6.1.5.5.7.3.2", null);

    public void Dispose()
    {
        authority.Dispose();
        this.key.Dispose();
    }

    private (string Certificate, string Key) Sign(string subject, string usage, X509Extension? names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        if (names is not null)
        {
            request.CertificateExtensions.Add(names);
        }

        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.Create(authority, now - Skew, now + TimeSpan.FromHours(23), RandomNumberGenerator.GetBytes(12));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
