using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Kubernetes.Transport;

/// <summary>Makes <see cref="KubeException" />s of what can go wrong between client and server.</summary>
internal static class Failures
{
    private const int MaxStatusBytes = 64 * 1024;

    public static async Task<T> TranslateAsync<T>(KubeRequest request, Func<Task<T>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (Exception e) when (Translate(request, e) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>The failure as it is reported; null for what is not a failure of the exchange.</summary>
    public static KubeException? Translate(KubeRequest request, Exception failure) => failure switch
    {
        HttpIOException e => new KubeException(request.ToString(), "Truncated", $"the answer broke off: {e.Message}", e),
        HttpRequestException { InnerException: HttpIOException } e => new KubeException(request.ToString(), "Truncated", $"the answer broke off: {e.InnerException!.Message}", e),
        HttpRequestException e => new KubeException(request.ToString(), "Unreachable", Chain(e), e),
        IOException or SocketException => new KubeException(request.ToString(), "Truncated", $"the answer broke off: {failure.Message}", failure),
        JsonException e => new KubeException(request.ToString(), "BadAnswer", $"the answer is not what was expected: {e.Message}", e),
        _ => null,
    };

    /// <summary>What a refusing answer says, however it says it.</summary>
    public static async Task<ApiStatus> ReadStatusAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var code = (int)response.StatusCode;
        var text = await ReadTextAsync(response, cancellation).ConfigureAwait(false);
        try
        {
            var status = text.StartsWith('{') ? JsonSerializer.Deserialize(text, KubernetesJson.Default.ApiStatus) : null;
            if (status?.Message is not null || status?.Reason is not null)
            {
                return status with { Code = code };
            }
        }
        catch (JsonException)
        {
            // Proxies in between answer in whatever form they like; the text says it.
        }

        return new ApiStatus { Status = "Failure", Code = code, Reason = response.StatusCode.ToString(), Message = text.Length > 0 ? text.Trim() : response.ReasonPhrase };
    }

    /// <summary>How long the server asks to wait: only 429 and 503 with Retry-After are repeated, since then nothing was done.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, ApiStatus status, TimeProvider time)
    {
        if ((int)response.StatusCode is not (429 or 503))
        {
            return null;
        }

        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : status.Details?.RetryAfterSeconds is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : null);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static async Task<string> ReadTextAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            var buffer = new byte[MaxStatusBytes];
            var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
            return Encoding.UTF8.GetString(buffer, 0, length);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return "";
        }
    }

    private static string Chain(Exception e)
    {
        var text = new StringBuilder(e.Message);
        for (var inner = e.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (!text.ToString().Contains(inner.Message, StringComparison.Ordinal))
            {
                text.Append(": ").Append(inner.Message);
            }
        }

        return text.ToString();
    }
}
