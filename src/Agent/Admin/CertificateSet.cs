using System.Security.Cryptography.X509Certificates;

namespace LogOperator.Agent.Admin;

/// <summary>What the status port needs to recognise its clients and to be recognised.</summary>
/// <param name="Server">Its own certificate with the key.</param>
/// <param name="Authorities">Who must have issued a client's certificate.</param>
internal sealed record CertificateSet(X509Certificate2 Server, X509Certificate2Collection Authorities)
{
    /// <summary>Common name that a client's certificate must carry.</summary>
    public const string ClientName = "log-operator";

    private const string CommonName = "2.5.4.3";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>Checks a client's certificate.</summary>
    /// <returns>Why it is turned away; null if it is let in.</returns>
    public string? Refuse(X509Certificate2? certificate)
    {
        if (certificate is null)
        {
            return "expected a client certificate, found none";
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(Authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new(ClientAuthentication));
        if (!chain.Build(certificate))
        {
            return $"expected a certificate of the operator's authority: {chain.ChainStatus.Select(s => s.StatusInformation.Trim()).FirstOrDefault()}";
        }

        var name = certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .FirstOrDefault(n => !n.HasMultipleElements && n.GetSingleElementType().Value == CommonName)?.GetSingleElementValue();
        return name == ClientName ? null : $"expected a certificate of {ClientName}, found one of {name ?? "nobody"}";
    }
}
