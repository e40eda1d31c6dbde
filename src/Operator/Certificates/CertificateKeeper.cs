using System.Security.Cryptography.X509Certificates;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Objects;
using LogOperator.Operator.Publishing;
using LogOperator.Operator.Resources;
using Microsoft.Extensions.Logging;

namespace LogOperator.Operator.Certificates;

/// <summary>
/// Keeps the certificate authority and what it issues: the agents' server certificate in a Secret, the operator's own client certificate in memory only. Owned
/// by the leader's loop.
/// </summary>
internal sealed class CertificateKeeper(KubeClient client, Applier applier, OperatorOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RenewClientAt = TimeSpan.FromDays(30);

    private AuthorityState? authority;
    private CertificatePair? clientPair;
    private long lookedAt;

    /// <summary>What is needed to talk to agents; null before the first <see cref="KeepAsync"/>.</summary>
    public ClientIdentity? Identity { get; private set; }

    /// <summary>Makes and renews what is due.</summary>
    /// <param name="published">The agents' certificate as last seen; it is repaired at once when somebody removed it.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task KeepAsync(Secret? published, CancellationToken cancellation)
    {
        if (this.authority is not null && published is not null && time.GetElapsedTime(lookedAt) < LookEvery)
        {
            return;
        }

        var now = time.GetUtcNow();

        // A watch that is a little behind must not make every agent change its certificate.
        published ??= await client.FindAsync(Secret.Resource, options.AgentNamespace, Names.AgentCertificateSecret, cancellation).ConfigureAwait(false);
        var found = AuthoritySecret.TryRead(
            await client.FindAsync(Secret.Resource, options.Namespace, Names.CertificateAuthoritySecret, cancellation).ConfigureAwait(false));
        var authority = AuthorityState.At(found, now);
        if (authority != found)
        {
            // Without the authority in its Secret the next leader would make another one, and agents would refuse it.
            if (await applier.ApplyAsync(Secret.Resource, AuthoritySecret.Build(authority, options.Namespace), cancellation).ConfigureAwait(false) is null)
            {
                return;
            }

            Log.CertificatesRenewed(logger, found is null ? "made an authority" : "moved to the next state of the authority");
        }

        var server = AgentCertificateSecret.StillGood(published, authority, now);
        var wanted = AgentCertificateSecret.Build(server ?? CertificateIssuer.Server(authority.Signer, Names.AgentServerName(options.AgentNamespace), now), authority.Bundle, options.AgentNamespace);
        if (published is null || !SecretComparison.SameData(published, wanted))
        {
            if (await applier.ApplyAsync(Secret.Resource, wanted, cancellation).ConfigureAwait(false) is null)
            {
                return;
            }

            if (server is null)
            {
                Log.CertificatesRenewed(logger, "issued the agents' certificate");
            }
        }

        if (clientPair is null || this.authority?.Signer != authority.Signer || CertificateIssuer.NotAfter(clientPair.CertificatePem) - now < RenewClientAt)
        {
            clientPair = CertificateIssuer.Client(authority.Signer, Names.OperatorCommonName, now);
        }

        if (Identity is null || this.authority != authority || Identity.Pair != clientPair)
        {
            var trusted = new X509Certificate2Collection();
            trusted.ImportFromPem(authority.Bundle);
            Identity = new ClientIdentity(clientPair, trusted);
        }

        this.authority = authority;
        lookedAt = time.GetTimestamp();
    }
}
