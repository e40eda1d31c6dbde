using System.IO.Compression;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using LogOperator.Pipeline.Encoders;
using LogOperator.Pipeline.Sinks.Endpoints;

namespace LogOperator.Pipeline.Sinks.Http;

/// <summary>Posts JSON lines.</summary>
internal sealed class HttpSink(HttpSinkSpec spec, SinkContext context) : ISink
{
    private const int DetailBytes = 1024;
    private const int LargeBody = 64 * 1024;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private readonly Uri address = new(spec.Url);
    private readonly StoreSecrets secrets = new(context);
    private readonly RequestEncoder encoder = new();
    private readonly EncodeBufferPool buffers = new();
    private HttpTransport? transport;
    private volatile bool askFirst;

    private string Place => address.GetLeftPart(UriPartial.Path);

    public ValueTask<SendResult> SendAsync(SinkRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        string? missing = null;
        var authorization = Authorization(ref missing);
        var material = TlsMaterial.Read(context.Store.Spec.Tls, secrets, ref missing);
        if (missing is not null)
        {
            return new(SendResult.Misconfigured(missing));
        }

        HttpTransport connections;
        try
        {
            connections = TransportFor(material);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return new(SendResult.Misconfigured($"cannot use the store's TLS certificates: {e.Message}"));
        }

        return new(PostAsync(connections, authorization, Encode(request), cancellation));
    }

    public ValueTask DisposeAsync()
    {
        transport?.Dispose();
        encoder.Dispose();
        buffers.Dispose();
        return default;
    }

    private AuthenticationHeaderValue? Authorization(ref string? missing)
    {
        var auth = context.Store.Spec.Auth;
        if (auth?.Basic is { } basic)
        {
            var (user, password) = secrets.ReadUser(basic.SecretRef, ref missing);
            return new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        }

        if (auth?.Bearer is not { } bearer)
        {
            return null;
        }

        // A Secret made from a file often ends in a newline, which no header may hold.
        var token = secrets.ReadText(bearer.SecretRef.Name, bearer.SecretRef.Key ?? "token", ref missing).Trim();
        if (token.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            missing ??= $"key {bearer.SecretRef.Key ?? "token"} of secret {bearer.SecretRef.Name} holds characters that a token cannot have";
            return null;
        }

        return new("Bearer", token);
    }

    private HttpTransport TransportFor(TlsMaterial material)
    {
        if (transport is null || transport.Material != material)
        {
            var next = new HttpTransport(material, context.Store.Spec.Tls?.ServerName, context.Guard);
            transport?.Dispose();
            transport = next;
        }

        return transport;
    }

    private EncodeBuffer Encode(SinkRequest request)
    {
        var plain = buffers.Rent();
        encoder.EncodeLines(request, plain);
        if (spec.Compression == HttpCompression.None)
        {
            return plain;
        }

        var packed = buffers.Rent();
        using (var gzip = new GZipStream(new EncodeBufferStream(packed), CompressionLevel.Fastest))
        {
            gzip.Write(plain.Written);
        }

        buffers.Return(plain);
        return packed;
    }

    private async Task<SendResult> PostAsync(
        HttpTransport connections, AuthenticationHeaderValue? authorization, EncodeBuffer body, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(Timeout, context.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ReadOnlyMemoryContent(body.WrittenMemory) };
        request.Headers.Authorization = authorization;
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("LogOperator", null));
        request.Headers.ExpectContinue = askFirst && body.Length > LargeBody;
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        if (spec.Compression != HttpCompression.None)
        {
            request.Content.Headers.ContentEncoding.Add("gzip");
        }

        try
        {
            using var response = await connections.SendAsync(request, stop.Token).ConfigureAwait(false);

            // Not returned after a failure: the connection may still be reading it then. The finalizer frees it.
            buffers.Return(body);
            if (response.IsSuccessStatusCode)
            {
                return SendResult.Delivered;
            }

            var said = await BeginningOfAsync(response, stop.Token).ConfigureAwait(false);
            var detail = HttpVerdict.Describe(Place, response.StatusCode, said, authorization?.Parameter ?? "");
            return HttpVerdict.Of(response.StatusCode, response.Headers.RetryAfter, detail, context.Time.GetUtcNow());
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return SendResult.Retry($"{Place} did not answer within {Timeout.TotalSeconds} s");
        }
        catch (HttpRequestException e)
        {
            return Explain(e, body.Length);
        }
    }

    private SendResult Explain(HttpRequestException e, int length)
    {
        var reason = e.InnerException is { } inner ? $"{e.Message} {inner.Message}" : e.Message;
        if (e.InnerException is AuthenticationException)
        {
            return SendResult.Misconfigured($"{Place}: TLS failed: {reason}");
        }

        if (e.InnerException is EndpointRefusedException refused)
        {
            return SendResult.Misconfigured($"{Place}: {refused.Message}");
        }

        // A server that refuses a body before it has read it closes the connection, and its answer (413, say) is lost on the way.
        // From now on large bodies wait for its consent (RFC 9110, section 10.1.1).
        askFirst |= length > LargeBody && e.HttpRequestError is HttpRequestError.Unknown or HttpRequestError.ResponseEnded;
        return SendResult.Retry($"cannot reach {Place}: {reason}");
    }

    private static async Task<string> BeginningOfAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var bytes = new byte[DetailBytes];
        try
        {
            using var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
            return Encoding.UTF8.GetString(bytes, 0, length);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
            // The status has come; the rest is for people only.
            return "";
        }
    }
}
