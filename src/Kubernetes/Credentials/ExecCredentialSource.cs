using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace LogOperator.Kubernetes.Credentials;

/// <summary>Runs a credential program and keeps its answer until it expires or is refused.</summary>
internal sealed class ExecCredentialSource(ExecConfig exec, KubeConfig config, TimeProvider time) : CredentialSource, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim turn = new(1);
    private Credential? credential;
    private DateTimeOffset? expires;

    public override async ValueTask<Credential> GetAsync(Credential? rejected, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            // Another caller may have renewed what this one saw refused.
            var usable = credential is not null && !ReferenceEquals(credential, rejected) && (expires is null || time.GetUtcNow() < expires);
            if (!usable)
            {
                await RunAsync(cancellation).ConfigureAwait(false);
            }

            return credential!;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task RunAsync(CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(exec.Command) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        foreach (var argument in exec.Args ?? [])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in exec.Env ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        start.Environment["KUBERNETES_EXEC_INFO"] = JsonSerializer.Serialize(Question(), ExecCredentialJson.Default.ExecCredential);

        using var limit = new CancellationTokenSource(Patience, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        using var process = Start(start);
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(linked.Token);
            var errors = process.StandardError.ReadToEndAsync(linked.Token);
            await process.WaitForExitAsync(linked.Token).ConfigureAwait(false);
            var (printed, complaint) = (await output.ConfigureAwait(false), await errors.ConfigureAwait(false));
            if (process.ExitCode != 0)
            {
                throw Problem($"expected exit code 0 (was {process.ExitCode}): {complaint.Trim()}");
            }

            Accept(printed);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Problem($"expected an answer within {Patience.TotalSeconds} s, found none");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw Problem("could not be started");
        }
        catch (Win32Exception e)
        {
            throw new KubeConfigException($"credential program {exec.Command}: {e.Message}{(exec.InstallHint is null ? "" : "; " + exec.InstallHint.Trim())}", e);
        }
    }

    private void Accept(string printed)
    {
        ExecCredential? answer;
        try
        {
            answer = JsonSerializer.Deserialize(printed, ExecCredentialJson.Default.ExecCredential);
        }
        catch (JsonException e)
        {
            throw new KubeConfigException($"credential program {exec.Command}: expected an ExecCredential as JSON: {e.Message}", e);
        }

        if (answer?.ApiVersion != exec.ApiVersion)
        {
            throw Problem($"expected apiVersion {exec.ApiVersion} (was \"{answer?.ApiVersion}\")");
        }

        var status = answer.Status;
        if (status is null || (string.IsNullOrEmpty(status.Token) && string.IsNullOrEmpty(status.ClientCertificateData)))
        {
            throw Problem("expected status.token or status.clientCertificateData, found neither");
        }

        try
        {
            var certificate = string.IsNullOrEmpty(status.ClientCertificateData) ? null : X509Certificate2.CreateFromPem(status.ClientCertificateData, status.ClientKeyData);
            var token = string.IsNullOrEmpty(status.Token) ? null : status.Token;
            credential = new Credential(token is null ? null : "Bearer", token, certificate);
            expires = status.ExpirationTimestamp;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new KubeConfigException($"credential program {exec.Command}: expected a PEM certificate and its key: {e.Message}", e);
        }
    }

    private ExecCredential Question() => new()
    {
        ApiVersion = exec.ApiVersion,
        Kind = "ExecCredential",
        Spec = new ExecCredentialSpec
        {
            Interactive = false,
            Cluster = !exec.ProvideClusterInfo ? null : new ExecCredentialCluster
            {
                Server = config.Server.ToString().TrimEnd('/'),
                TlsServerName = config.TlsServerName,
                InsecureSkipTlsVerify = config.InsecureSkipTlsVerify ? true : null,
                CertificateAuthorityData = config.CertificateAuthorities is { } authorities ? System.Text.Encoding.ASCII.GetBytes(authorities.ExportCertificatePems()) : null,
            },
        },
    };

    private KubeConfigException Problem(string problem) => new($"credential program {exec.Command}: {problem}");
}
