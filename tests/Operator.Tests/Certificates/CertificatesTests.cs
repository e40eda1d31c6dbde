using System.Security.Cryptography.X509Certificates;
using LogOperator.Operator.Certificates;
using LogOperator.Operator.Resources;

namespace LogOperator.Operator.Tests.Certificates;

public sealed class CertificatesTests
{
    private static readonly DateTimeOffset Now = Some.Now;

    [Fact]
    public void A_server_certificate_chains_to_its_authority_and_carries_its_name()
    {
        var authority = CertificateIssuer.Authority(Now);

        using var server = CertificateIssuer.Server(authority, "logagent.agents.svc", Now).Load();

        Assert.True(Chains(server, authority.CertificatePem, Now));
        Assert.True(server.MatchesHostname("logagent.agents.svc"));
        Assert.False(server.MatchesHostname("other.agents.svc"));
        Assert.False(Chains(server, CertificateIssuer.Authority(Now).CertificatePem, Now));
        Assert.False(Chains(server, authority.CertificatePem, Now + TimeSpan.FromDays(91)));
    }

    [Fact]
    public void A_certificate_never_outlives_its_authority()
    {
        var authority = CertificateIssuer.Authority(Now);
        var late = Now + CertificateIssuer.AuthorityLifetime - TimeSpan.FromDays(10);

        Assert.Equal(CertificateIssuer.NotAfter(authority.CertificatePem), CertificateIssuer.NotAfter(CertificateIssuer.Client(authority, "x", late).CertificatePem));
    }

    [Fact]
    public void An_authority_hands_over_without_a_moment_in_which_somebody_is_not_trusted()
    {
        var first = AuthorityState.At(null, Now);
        Assert.Same(first, AuthorityState.At(first, Now + TimeSpan.FromDays(3000)));

        // Trusted before it signs …
        var end = CertificateIssuer.NotAfter(first.Signer.CertificatePem);
        var introduced = AuthorityState.At(first, end - TimeSpan.FromDays(179));
        Assert.Equal(first.Signer, introduced.Signer);
        Assert.Contains(introduced.Successor!.CertificatePem, introduced.Bundle, StringComparison.Ordinal);
        Assert.Same(introduced, AuthorityState.At(introduced, end - TimeSpan.FromDays(151)));

        // … and the one before it until it ends.
        var handedOver = AuthorityState.At(introduced, end - TimeSpan.FromDays(149));
        Assert.Equal(introduced.Successor, handedOver.Signer);
        Assert.Contains(first.Signer.CertificatePem, handedOver.Bundle, StringComparison.Ordinal);
        Assert.Null(AuthorityState.At(handedOver, end + TimeSpan.FromDays(1)).Predecessor);
    }

    [Fact]
    public void The_authority_comes_back_out_of_its_secret_in_every_state()
    {
        var first = AuthorityState.At(null, Now);
        var second = first with { Successor = CertificateIssuer.Authority(Now) };
        var third = new AuthorityState(second.Successor!, null, first.Signer.CertificatePem);

        foreach (var state in new[] { first, second, third })
        {
            Assert.Equal(state, AuthoritySecret.TryRead(AuthoritySecret.Build(state, "log-operator")));
        }

        Assert.Null(AuthoritySecret.TryRead(null));
    }

    [Fact]
    public void A_damaged_authority_counts_as_none()
    {
        var secret = AuthoritySecret.Build(AuthorityState.At(null, Now), "log-operator");
        var other = AuthoritySecret.Build(AuthorityState.At(null, Now), "log-operator");

        Assert.Null(AuthoritySecret.TryRead(secret with { Data = new Dictionary<string, byte[]>(secret.Data!) { ["tls.crt"] = "junk"u8.ToArray() } }));
        Assert.Null(AuthoritySecret.TryRead(secret with { Data = new Dictionary<string, byte[]>(secret.Data!) { ["tls.key"] = other.Data!["tls.key"] } }));
        Assert.Null(AuthoritySecret.TryRead(secret with { Data = new Dictionary<string, byte[]>(secret.Data!) { ["previous.crt"] = "junk"u8.ToArray() } })!.Predecessor);
    }

    [Fact]
    public void The_agents_certificate_is_kept_for_two_months_and_renewed_when_the_authority_is_another()
    {
        var authority = AuthorityState.At(null, Now);
        var pair = CertificateIssuer.Server(authority.Signer, "logagent.agents.svc", Now);
        var secret = AgentCertificateSecret.Build(pair, authority.Bundle, "agents");

        Assert.Equal(pair, AgentCertificateSecret.StillGood(secret, authority, Now + TimeSpan.FromDays(59)));
        Assert.Null(AgentCertificateSecret.StillGood(secret, authority, Now + TimeSpan.FromDays(61)));
        Assert.Null(AgentCertificateSecret.StillGood(secret, AuthorityState.At(null, Now), Now));
        Assert.Null(AgentCertificateSecret.StillGood(null, authority, Now));
    }

    [Fact]
    public void A_private_key_does_not_show_when_its_pair_is_printed() =>
        Assert.DoesNotContain("KEY", CertificateIssuer.Authority(Now).ToString(), StringComparison.Ordinal);

    private static bool Chains(X509Certificate2 certificate, string authorityPem, DateTimeOffset at)
    {
        using var chain = new X509Chain();
        using var root = X509Certificate2.CreateFromPem(authorityPem);
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        return chain.Build(certificate);
    }
}
