namespace LogOperator.Operator.Certificates;

/// <summary>
/// The operator's certificate authority, and the one that will follow it. The successor is trusted for a month before it signs anything, so that every agent
/// knows it by then; the predecessor is trusted until it ends.
/// </summary>
/// <param name="Signer">Signs what is issued now.</param>
/// <param name="Successor">Trusted, but does not sign yet; null most of the time.</param>
/// <param name="Predecessor">Certificate of the authority before this one; null once it has ended.</param>
internal sealed record AuthorityState(CertificatePair Signer, CertificatePair? Successor = null, string? Predecessor = null)
{
    private static readonly TimeSpan IntroduceAt = TimeSpan.FromDays(180);
    private static readonly TimeSpan HandOverAt = TimeSpan.FromDays(150);

    /// <summary>Every certificate that is to be trusted, in PEM form.</summary>
    public string Bundle => string.Join('\n', new[] { Signer.CertificatePem, Successor?.CertificatePem, Predecessor }.OfType<string>()) + "\n";

    /// <summary>The state at a time: made if there is none, handed over where it is due. The same instance when nothing changes.</summary>
    public static AuthorityState At(AuthorityState? state, DateTimeOffset now)
    {
        if (state is null || CertificateIssuer.NotAfter(state.Signer.CertificatePem) <= now)
        {
            return new AuthorityState(state?.Successor ?? CertificateIssuer.Authority(now));
        }

        if (state.Predecessor is { } old && CertificateIssuer.NotAfter(old) <= now)
        {
            state = state with { Predecessor = null };
        }

        var left = CertificateIssuer.NotAfter(state.Signer.CertificatePem) - now;
        return state.Successor is { } next
            ? left <= HandOverAt ? new AuthorityState(next, null, state.Signer.CertificatePem) : state
            : left <= IntroduceAt ? state with { Successor = CertificateIssuer.Authority(now) } : state;
    }
}
