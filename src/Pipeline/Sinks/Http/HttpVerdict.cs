using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace LogOperator.Pipeline.Sinks.Http;

/// <summary>What an answer means.</summary>
internal static class HttpVerdict
{
    /// <summary>The longest wait that a server may ask for.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(5);

    /// <summary>The verdict on an answer.</summary>
    /// <param name="status">The status code.</param>
    /// <param name="retryAfter">When the server wants to be asked again (RFC 9110, section 10.2.3).</param>
    /// <param name="detail">What the server said.</param>
    /// <param name="now">The time.</param>
    public static SendResult Of(HttpStatusCode status, RetryConditionHeaderValue? retryAfter, string detail, DateTimeOffset now) => (int)status switch
    {
        >= 200 and < 300 => SendResult.Delivered,
        >= 300 and < 400 => SendResult.Misconfigured($"{detail} (redirects are not followed)"),
        408 or 425 or 429 or >= 500 => SendResult.Retry(detail, Wait(retryAfter, now)),
        413 => SendResult.TooLarge(detail),

        // About the address, the method, the form or the caller: no record can be at fault.
        401 or 403 or 404 or 405 or 407 or 410 or 415 or 421 or 426 => SendResult.Misconfigured(detail),
        >= 400 => SendResult.Refused(detail),
        _ => SendResult.Retry(detail),
    };

    /// <summary>An answer as a status line shows it.</summary>
    /// <param name="address">The address, without query.</param>
    /// <param name="status">The status code.</param>
    /// <param name="body">The beginning of the answer's body.</param>
    /// <param name="secrets">Texts that must not be shown, should the server repeat them.</param>
    public static string Describe(string address, HttpStatusCode status, string body, params ReadOnlySpan<string> secrets)
    {
        foreach (var secret in secrets)
        {
            body = secret.Length == 0 ? body : body.Replace(secret, "***", StringComparison.Ordinal);
        }

        var text = string.Join(' ', body.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        text = string.Concat(text.Where(c => !char.IsControl(c)).Take(200));
        var code = ((int)status).ToString(CultureInfo.InvariantCulture);
        var name = Enum.IsDefined(status) ? $" {status}" : "";
        return $"{address} answered {code}{name}{(text.Length == 0 ? "" : ": ")}{text}";
    }

    private static TimeSpan? Wait(RetryConditionHeaderValue? retryAfter, DateTimeOffset now)
    {
        var wait = retryAfter?.Delta ?? retryAfter?.Date - now;
        return wait is not { } span ? null : span < TimeSpan.Zero ? TimeSpan.Zero : span > LongestRetryAfter ? LongestRetryAfter : span;
    }
}
