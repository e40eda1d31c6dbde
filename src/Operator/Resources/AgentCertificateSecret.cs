using System.Text;
using LogOperator.Kubernetes.Objects;
using LogOperator.Operator.Certificates;

namespace LogOperator.Operator.Resources;

/// <summary>The Secret with the certificate by which agents' status ports are known, and the authorities that they trust.</summary>
internal static class AgentCertificateSecret
{
    private static readonly TimeSpan RenewAt = TimeSpan.FromDays(30);

    public static Secret Build(CertificatePair server, string bundle, string agentNamespace) => new()
    {
        Metadata = new ObjectMeta { Name = Names.AgentCertificateSecret, Namespace = agentNamespace, Labels = Names.OperatorLabels() },
        Type = "kubernetes.io/tls",
        Data = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["ca.crt"] = Encoding.UTF8.GetBytes(bundle),
            ["tls.crt"] = Encoding.UTF8.GetBytes(server.CertificatePem),
            ["tls.key"] = Encoding.UTF8.GetBytes(server.KeyPem),
        },
    };

    /// <summary>The certificate in the Secret, as long as it is good for a month and comes from the authority that signs now.</summary>
    /// <returns>Null where a new one is needed.</returns>
    public static CertificatePair? StillGood(Secret? secret, AuthorityState authority, DateTimeOffset now)
    {
        var pair = CertificatePair.TryRead(Text(secret, "tls.crt"), Text(secret, "tls.key"));
        return pair is not null
            && CertificateIssuer.NotAfter(pair.CertificatePem) - now > RenewAt
            && CertificateIssuer.IsIssuedBy(pair.CertificatePem, authority.Signer.CertificatePem)
            ? pair
            : null;
    }

    private static string? Text(Secret? secret, string key) => secret?.Data?.TryGetValue(key, out var bytes) == true ? Encoding.UTF8.GetString(bytes) : null;
}
