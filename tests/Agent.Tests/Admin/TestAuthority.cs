using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LogOperator.Agent.Tests.Admin;

/// <summary>A certificate authority made for one test.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset Start = TimeProvider.System.GetUtcNow().AddMinutes(-5);
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 certificate;

    public TestAuthority()
    {
        var request = new CertificateRequest("CN=test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        certificate = request.CreateSelfSigned(Start, Start.AddDays(1));
    }

    public string Pem => certificate.ExportCertificatePem();

    public X509Certificate2 Client(string commonName = "log-operator", string usage = "1.3.6.1.5.5.7.3.2") => Issue(commonName, usage);

    /// <summary>Writes what the status port needs.</summary>
    public void WriteServerFiles(string directory)
    {
        using var server = Issue("logagent", "1.3.6.1.5.5.7.3.1");
        File.WriteAllText(Path.Combine(directory, "tls.key"), server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(directory, "tls.crt"), server.ExportCertificatePem());
        File.WriteAllText(Path.Combine(directory, "ca.crt"), Pem);
    }

    public void Dispose()
    {
        key.Dispose();
        certificate.Dispose();
    }

    private X509Certificate2 Issue(string commonName, string usage)
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", own, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("logagent");
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(certificate, Start, Start.AddHours(20), RandomNumberGenerator.GetBytes(16));
        using var withKey = issued.CopyWithPrivateKey(own);

        // A key that lives in memory alone cannot be used by every TLS implementation.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }
}
