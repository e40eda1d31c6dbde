using System.Security.Cryptography.X509Certificates;

namespace LogOperator.TestKit.Certificates;

/// <summary>A certificate and its key, both PEM.</summary>
public sealed record TestCertificate(string Certificate, string Key)
{
    /// <summary>Both as an object that servers take. The caller disposes it.</summary>
    public X509Certificate2 Load()
    {
        using var ephemeral = X509Certificate2.CreateFromPem(Certificate, Key);
        return X509CertificateLoader.LoadPkcs12(ephemeral.Export(X509ContentType.Pkcs12), null);
    }
}
