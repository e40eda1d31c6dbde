using System.Text;

namespace LogOperator.Kubernetes.Credentials;

/// <summary>Gives the present credential; may read files or run a program. Safe for concurrent use.</summary>
internal abstract class CredentialSource
{
    /// <summary>The present credential.</summary>
    /// <param name="rejected">A credential that the server has just refused, so that it must not be served from memory again.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public abstract ValueTask<Credential> GetAsync(Credential? rejected, CancellationToken cancellation);

    public static CredentialSource Create(KubeConfig config, TimeProvider time)
    {
        if (config.ClientCertificate is { } certificate)
        {
            return new FixedCredentialSource(new Credential(null, null, certificate));
        }

        if (config.Exec is { } exec)
        {
            return new ExecCredentialSource(exec, config, time);
        }

        if (!string.IsNullOrEmpty(config.TokenFile))
        {
            return new FileCredentialSource(config.TokenFile, time);
        }

        if (!string.IsNullOrEmpty(config.Token))
        {
            return new FixedCredentialSource(new Credential("Bearer", config.Token, null));
        }

        if (!string.IsNullOrEmpty(config.Username))
        {
            return new FixedCredentialSource(new Credential("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{config.Username}:{config.Password}")), null));
        }

        return new FixedCredentialSource(Credential.None);
    }
}
