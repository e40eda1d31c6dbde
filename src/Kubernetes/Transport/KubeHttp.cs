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
    private readonly KubeConfig _config;
    private readonly KubeClientOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CredentialSource _credentials;
    private readonly HttpClient _http;
    private readonly string _prefix;

    // Written before each request, read by the TLS handshake of a new connection.
    private volatile Credential _current = Credential.None;

    public KubeHttp(KubeConfig config, KubeClientOptions options, TimeProvider time, ILogger logger)
    {
        _config = config;
        _options = options;
        _time = time;
        _logger = logger;
        _credentials = CredentialSource.Create(config, time);
        _prefix = config.Server.AbsoluteUri.TrimEnd('/');
        _http = new HttpClient(Handler(config, options, () => _current.Certificate)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public KubeClientOptions Options => _options;

    public TimeProvider Time => _time;

    public void Dispose()
    {
        _http.Dispose();
        (_credentials as IDisposable)?.Dispose();
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
            tls.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate()!;
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
            handler.Proxy = new WebProxy(config.ProxyUrl);
        return handler;
    }

    private async Task<TResult> AttemptAsync<TResult>(KubeRequest request, Func<HttpResponseMessage, CancellationToken, Task<TResult>> complete, CancellationToken cancellation)
    {
        Credential? rejected = null;
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan wait;
            using var limit = new CancellationTokenSource(_options.RequestTimeout, _time);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
            HttpResponseMessage? response = null;
            try
            {
                var credential = await _credentials.GetAsync(rejected, linked.Token).ConfigureAwait(false);
                _current = credential;
                using var message = Message(request, credential);
                response = await Failures.TranslateAsync(request, () => _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, linked.Token)).ConfigureAwait(false);
                if (response.IsSuccessStatusCode)
                    return await complete(response, linked.Token).ConfigureAwait(false);

                var status = await Failures.ReadStatusAsync(response, linked.Token).ConfigureAwait(false);
                if (response.StatusCode == HttpStatusCode.Unauthorized && rejected is null && credential.Value is not null)
                {
                    rejected = credential;
                    continue;
                }

                var asked = Failures.RetryAfter(response, status, _time);
                if (asked is null || attempt >= _options.MaxAttempts)
                    throw new KubeException(request.ToString(), status);
                wait = asked < _options.MaxRetryAfter ? asked.Value : _options.MaxRetryAfter;
                KubernetesMetrics.RequestRetries.Add(1, new KeyValuePair<string, object?>("code", status.Code));
                Log.AskedToRetry(_logger, request, status.Code ?? 0, wait, attempt);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                response?.Dispose();
                throw new KubeException(request.ToString(), "Timeout", $"expected an answer of {_prefix} within {_options.RequestTimeout.TotalSeconds} s, found none");
            }
            finally
            {
                if (response is { IsSuccessStatusCode: false })
                    response.Dispose();
            }

            await Task.Delay(wait, _time, cancellation).ConfigureAwait(false);
        }
    }

    private HttpRequestMessage Message(KubeRequest request, Credential credential)
    {
        var message = new HttpRequestMessage(request.Method, _prefix + request.Path) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        if (credential.Scheme is not null)
            message.Headers.Authorization = new AuthenticationHeaderValue(credential.Scheme, credential.Value);
        message.Headers.TryAddWithoutValidation("User-Agent", _options.UserAgent);
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));

        // The handler checks the server's certificate against the Host header.
        if (!string.IsNullOrEmpty(_config.TlsServerName))
            message.Headers.Host = _config.TlsServerName;
        if (request.Body is not null)
        {
            message.Content = new ByteArrayContent(request.Body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(request.MediaType!);
        }

        return message;
    }
}
