using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using LogOperator.Operator.Certificates;
using LogOperator.Operator.Resources;
using LogOperator.Pipeline.Runtime.Reports;

namespace LogOperator.Operator.Reports;

/// <summary>Asks agents for their reports over mutual TLS. Connects to a pod's address, but demands the one name that all agents' certificate carries.</summary>
internal sealed class AgentClient : IDisposable
{
    /// <summary>Longest time that an agent may hold an answer back, and some for the way.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(50);

    // Far above what a node's worth of pipelines needs; an agent must not fill the operator's memory.
    private const int MaxReportBytes = 16 << 20;

    private readonly HttpClient http;
    private readonly X509Certificate2 certificate;
    private readonly string serverName;
    private readonly int port;

    public AgentClient(ClientIdentity identity, string agentNamespace, int port)
    {
        Identity = identity;
        serverName = Names.AgentServerName(agentNamespace);
        this.port = port;
        certificate = identity.Pair.Load();
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(identity.Trusted);
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
            SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
                CertificateChainPolicy = policy,
            },
        };
        http = new HttpClient(handler, disposeHandler: true) { Timeout = Timeout, MaxResponseContentBufferSize = MaxReportBytes };
    }

    /// <summary>Who this client is.</summary>
    public ClientIdentity Identity { get; }

    /// <summary>Asks one agent.</summary>
    /// <param name="address">Address of its pod.</param>
    /// <param name="since">Hash of the report that is known; the agent waits until it differs, or a while.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="HttpRequestException">The agent cannot be reached, is not one of ours, or refuses.</exception>
    /// <exception cref="JsonException">The answer is not a report.</exception>
    /// <exception cref="TaskCanceledException">The agent did not answer in time.</exception>
    public async Task<AgentReport> GetAsync(string address, string? since, CancellationToken cancellation)
    {
        var host = address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;
        var query = since is null ? "" : "?since=" + Uri.EscapeDataString(since);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"https://{host}:{this.port}/v1/status{query}"));

        // The name that the certificate is checked for.
        request.Headers.Host = serverName;
        using var response = await http.SendAsync(request, cancellation).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        var json = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        return JsonSerializer.Deserialize(json, ReportJson.Default.AgentReport) ?? throw new JsonException("expected a report, found null");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        http.Dispose();
        certificate.Dispose();
    }
}
