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

    private AuthorityState? _authority;
    private CertificatePair? _clientPair;
    private long _lookedAt;

    /// <summary>What is needed to talk to agents; null before the first <see cref="KeepAsync"/>.</summary>
    public ClientIdentity? Identity { get; private set; }

    /// <summary>Makes and renews what is due.</summary>
    /// <param name="published">The agents' certificate as last seen; it is repaired at once when somebody removed it.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task KeepAsync(Secret? published, CancellationToken cancellation)
    {
        if (_authority is not null && published is not null && time.GetElapsedTime(_lookedAt) < LookEvery)
            return;
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
                return;
            Log.CertificatesRenewed(logger, found is null ? "made an authority" : "moved to the next state of the authority");
        }

        var server = AgentCertificateSecret.StillGood(published, authority, now);
        var wanted = AgentCertificateSecret.Build(server ?? CertificateIssuer.Server(authority.Signer, Names.AgentServerName(options.AgentNamespace), now), authority.Bundle, options.AgentNamespace);
        if (published is null || !SecretComparison.SameData(published, wanted))
        {
            if (await applier.ApplyAsync(Secret.Resource, wanted, cancellation).ConfigureAwait(false) is null)
                return;
            if (server is null)
                Log.CertificatesRenewed(logger, "issued the agents' certificate");
        }

        if (_clientPair is null || _authority?.Signer != authority.Signer || CertificateIssuer.NotAfter(_clientPair.CertificatePem) - now < RenewClientAt)
            _clientPair = CertificateIssuer.Client(authority.Signer, Names.OperatorCommonName, now);
        if (Identity is null || _authority != authority || Identity.Pair != _clientPair)
        {
            var trusted = new X509Certificate2Collection();
            trusted.ImportFromPem(authority.Bundle);
            Identity = new ClientIdentity(_clientPair, trusted);
        }

        _authority = authority;
        _lookedAt = time.GetTimestamp();
    }
}
