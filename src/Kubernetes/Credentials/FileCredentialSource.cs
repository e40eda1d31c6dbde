namespace LogOperator.Kubernetes.Credentials;

/// <summary>A bearer token in a file that the kubelet rotates (bound service account tokens); read again every minute and whenever the server refuses it.</summary>
internal sealed class FileCredentialSource(string path, TimeProvider time) : CredentialSource
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);
    private volatile Reading? last;

    public override async ValueTask<Credential> GetAsync(Credential? rejected, CancellationToken cancellation)
    {
        var last = this.last;
        if (last is not null && rejected is null && time.GetElapsedTime(last.At) < Freshness)
        {
            return last.Credential;
        }

        try
        {
            var token = (await File.ReadAllTextAsync(path, cancellation).ConfigureAwait(false)).Trim();
            if (token.Length == 0)
            {
                throw new KubeConfigException($"token file {path}: expected a token, found an empty file");
            }

            var credential = last is not null && last.Credential.Value == token ? last.Credential : new Credential("Bearer", token, null);
            this.last = new Reading(credential, time.GetTimestamp());
            return credential;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or KubeConfigException)
        {
            // The file is swapped by the kubelet; the token in memory outlives a failed reading.
            return last?.Credential ?? throw new KubeConfigException($"token file {path}: {e.Message}", e);
        }
    }

    private sealed record Reading(Credential Credential, long At);
}
