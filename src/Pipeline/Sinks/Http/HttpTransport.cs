using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using LogOperator.Pipeline.Sinks.Endpoints;

namespace LogOperator.Pipeline.Sinks.Http;

/// <summary>Connections made with one set of certificates.</summary>
internal sealed class HttpTransport : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);
    private readonly HttpMessageInvoker invoker;
    private readonly X509Certificate2? certificate;

    /// <summary>Connects to nothing yet.</summary>
    /// <param name="material">Certificates.</param>
    /// <param name="serverName">Name that the server's certificate is to have; null for the address's.</param>
    /// <param name="guard">Judges addresses; null lets all pass.</param>
    /// <param name="proxy">Where connections go through; null for what the environment says.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The material cannot be read.</exception>
    public HttpTransport(TlsMaterial material, string? serverName, EndpointGuard? guard = null, IWebProxy? proxy = null)
    {
        Material = material;
        var tls = new SslClientAuthenticationOptions { TargetHost = serverName };
        if (material.ParseAuthorities() is { } authorities)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        certificate = material.ParseClientCertificate();
        if (certificate is not null)
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(material.Certificate);
            tls.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, chain, offline: true);
        }

        // A connection lives so long at most, so that a change of the address in DNS is seen.
        var connections = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            SslOptions = tls,
            Proxy = proxy,
        };
        if (serverName is not null)
        {
            // .NET would ask for the address's name whatever TargetHost says, so TLS begins here, without a proxy in between.
            connections.UseProxy = false;
            connections.ConnectCallback = (context, cancellation) => ConnectAsync(context.DnsEndPoint, tls, guard, cancellation);
        }
        else if (guard is not null)
        {
            connections.ConnectCallback = (context, cancellation) => ConnectAsync(context, guard, cancellation);
        }

        invoker = new HttpMessageInvoker(connections);
    }

    /// <summary>What the connections are made with.</summary>
    public TlsMaterial Material { get; }

    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await invoker.SendAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            // The connection was reset as soon as it stood: .NET 10 asks the socket for its other end without expecting that to fail.
            throw new HttpRequestException(HttpRequestError.ConnectionError, "the connection ended at once", e);
        }
    }

    public void Dispose()
    {
        invoker.Dispose();
        certificate?.Dispose();
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, EndpointGuard guard, CancellationToken cancellation)
    {
        var (server, target) = (context.DnsEndPoint, TargetOf(context.InitialRequestMessage));
        if (server.Host == target.IdnHost && server.Port == target.Port)
        {
            return new NetworkStream(await GuardedConnector.ConnectAsync(server, guard, cancellation).ConfigureAwait(false), ownsSocket: true);
        }

        // A proxy, which the cluster's owner chose, resolves the name anew: what can be judged here is judged, a name that only the proxy knows is its own to judge.
        try
        {
            await GuardedConnector.JudgedAsync(target.IdnHost, target.Port, guard, cancellation).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            // Not known here.
        }

        return new NetworkStream(await GuardedConnector.ConnectAsync(server, null, cancellation).ConfigureAwait(false), ownsSocket: true);
    }

    /// <summary>Where a request goes in the end: that for a tunnel is addressed to the proxy, and names the server in its header.</summary>
    private static Uri TargetOf(HttpRequestMessage request) =>
        request.Method == HttpMethod.Connect ? new Uri($"{Uri.UriSchemeHttps}://{request.Headers.Host}") : request.RequestUri!;

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint address, SslClientAuthenticationOptions tls, EndpointGuard? guard, CancellationToken cancellation)
    {
        var socket = await GuardedConnector.ConnectAsync(address, guard, cancellation).ConfigureAwait(false);
        SslStream? secured = null;
        try
        {
            secured = new SslStream(new NetworkStream(socket, ownsSocket: true));
            await secured.AuthenticateAsClientAsync(tls, cancellation).ConfigureAwait(false);
            return secured;
        }
        catch
        {
            secured?.Dispose();
            socket.Dispose();
            throw;
        }
    }
}
