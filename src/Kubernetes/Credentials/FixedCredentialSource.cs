namespace LogOperator.Kubernetes.Credentials;

/// <summary>A credential that never changes.</summary>
internal sealed class FixedCredentialSource(Credential credential) : CredentialSource
{
    public override ValueTask<Credential> GetAsync(Credential? rejected, CancellationToken cancellation) => ValueTask.FromResult(credential);
}
