using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using LogOperator.Kubernetes.Credentials;
using Microsoft.Extensions.Logging;

namespace LogOperator.Kubernetes.Transport;

/// <summary>Sends requests: credentials, TLS, time limits, repetition when the server asks for it, and failures as <see cref="KubeException" />.</summary>
internal sealed class KubeHttp : IDisposable
{
    private readonly KubeConfig config;
    private readonly KubeClientOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CredentialSource credentials;
    private readonly HttpClient http;
    private readonly string prefix;

    // Written before each request, read by the TLS handshake of a new connection.
    private volatile Credential current = Credential.None;

    public KubeHttp(KubeConfig config, KubeClientOptions options, TimeProvider time, ILogger logger)
    {
        this.config = config;
        this.options = options;
        this.time = time;
        this.logger = logger;
        credentials = CredentialSource.Create(config, time);
        prefix = config.Server.AbsoluteUri.TrimEnd('/');
        http = new HttpClient(Handler(config, options, () => current.Certificate)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public KubeClientOptions Options => this.options;

    public TimeProvider Time => this.time;

    public void Dispose()
    {
        http.Dispose();
        (credentials as IDisposable)?.Dispose();
    }

    /// <summary>Sends a request and reads its whole answer within the time limit.</summary>
    public Task<TResult> SendAsync<TResult>(KubeRequest request, Func<Stream, CancellationToken, Task<TResult>> read, CancellationToken cancellation) =>
        AttemptAsync(
            request,
            async (response, token) =>
            {
                using (response)
                {
                    var stream = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
                    return await Failures.TranslateAsync(request, () => read(stream, token)).ConfigureAwait(false);
                }
            },
            cancellation);

    /// <summary>Sends a request whose answer goes on for long; only its beginning is subject to the time limit. The caller disposes the response.</summary>
    public Task<HttpResponseMessage> OpenAsync(KubeRequest request, CancellationToken cancellation) =>
        AttemptAsync(request, static (response, _) => Task.FromResult(response), cancellation);

    private static SocketsHttpHandler Handler(KubeConfig config, KubeClientOptions options, Func<X509Certificate2?> certificate)
    {
        var tls = new SslClientAuthenticationOptions();
        if (config.ClientCertificate is not null || config.Exec is not null)
        {
            tls.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate()!;
        }

        if (config.InsecureSkipTlsVerify)
        {
            // Only on the user's explicit word in the kubeconfig.
#pragma warning disable CA5359
            tls.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (config.CertificateAuthorities is { } authorities)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        var handler = new SocketsHttpHandler
        {
            SslOptions = tls,
            ConnectTimeout = options.ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = options.KeepAlivePing,
            KeepAlivePingTimeout = options.KeepAlivePing,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            AutomaticDecompression = DecompressionMethods.GZip,
            AllowAutoRedirect = false,
            UseCookies = false,

            // So that a changed address, certificate or load is noticed; requests under way are not disturbed.
            PooledConnectionLifetime = TimeSpan.FromMinutes(15),
        };
        if (config.ProxyUrl is not null)
        {
            handler.Proxy = new WebProxy(config.ProxyUrl);
        }

        return handler;
    }

    private async Task<TResult> AttemptAsync<TResult>(KubeRequest request, Func<HttpResponseMessage, CancellationToken, Task<TResult>> complete, CancellationToken cancellation)
    {
        Credential? rejected = null;
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan wait;
            using var limit = new CancellationTokenSource(this.options.RequestTimeout, this.time);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
            HttpResponseMessage? response = null;
            try
            {
                var credential = await credentials.GetAsync(rejected, linked.Token).ConfigureAwait(false);
                current = credential;
                using var message = Message(request, credential);
                response = await Failures.TranslateAsync(request, () => http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, linked.Token)).ConfigureAwait(false);
                if (response.IsSuccessStatusCode)
                {
                    return await complete(response, linked.Token).ConfigureAwait(false);
                }

                var status = await Failures.ReadStatusAsync(response, linked.Token).ConfigureAwait(false);
                if (response.StatusCode == HttpStatusCode.Unauthorized && rejected is null && credential.Value is not null)
                {
                    rejected = credential;
                    continue;
                }

                var asked = Failures.RetryAfter(response, status, this.time);
                if (asked is null || attempt >= this.options.MaxAttempts)
                {
                    throw new KubeException(request.ToString(), status);
                }

                wait = asked < this.options.MaxRetryAfter ? asked.Value : this.options.MaxRetryAfter;
                KubernetesMetrics.RequestRetries.Add(1, new KeyValuePair<string, object?>("code", status.Code));
                Log.AskedToRetry(this.logger, request, status.Code ?? 0, wait, attempt);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                response?.Dispose();
                throw new KubeException(request.ToString(), "Timeout", $"expected an answer of {prefix} within {this.options.RequestTimeout.TotalSeconds} s, found none");
            }
            finally
            {
                if (response is { IsSuccessStatusCode: false })
                {
                    response.Dispose();
                }
            }

            await Task.Delay(wait, this.time, cancellation).ConfigureAwait(false);
        }
    }

    private HttpRequestMessage Message(KubeRequest request, Credential credential)
    {
        var message = new HttpRequestMessage(request.Method, prefix + request.Path) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        if (credential.Scheme is not null)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue(credential.Scheme, credential.Value);
        }

        message.Headers.TryAddWithoutValidation("User-Agent", this.options.UserAgent);
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));

        // The handler checks the server's certificate against the Host header.
        if (!string.IsNullOrEmpty(this.config.TlsServerName))
        {
            message.Headers.Host = this.config.TlsServerName;
        }

        if (request.Body is not null)
        {
            message.Content = new ByteArrayContent(request.Body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(request.MediaType!);
        }

        return message;
    }
}
