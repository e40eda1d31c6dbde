using System.Net;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Kubernetes;

/// <summary>A request that was not carried out: the server refused it, could not be reached, did not answer in time, or answered with something else than JSON.</summary>
public sealed class KubeException : Exception
{
    /// <summary>A refused request.</summary>
    public KubeException(string request, ApiStatus status)
        : base($"{request}: {Describe(status)}") => Status = status;

    /// <summary>A request without an answer.</summary>
    public KubeException(string request, string reason, string message, Exception? inner = null)
        : base($"{request}: {message}", inner) => Status = new ApiStatus { Status = "Failure", Code = 0, Reason = reason, Message = message };

    /// <summary>What the server said; code 0 when there was no answer from it.</summary>
    public ApiStatus Status { get; }

    /// <summary>HTTP status code; 0 when there was no answer.</summary>
    public HttpStatusCode StatusCode => (HttpStatusCode)(Status.Code ?? 0);

    /// <summary>Machine-readable reason, for instance NotFound, Conflict, Expired; Unreachable, Timeout, Truncated or BadAnswer without an answer of the API.</summary>
    public string Reason => Status.Reason ?? "";

    /// <summary>The object does not exist (404).</summary>
    public bool IsNotFound => Status.Code == 404;

    /// <summary>The object has changed in between, or another manager owns a field (409).</summary>
    public bool IsConflict => Status.Code == 409 && Reason != "AlreadyExists";

    /// <summary>The object exists already (409).</summary>
    public bool IsAlreadyExists => Status.Code == 409 && Reason == "AlreadyExists";

    /// <summary>The resource version or continue token is too old (410).</summary>
    public bool IsExpired => Status.Code == 410;

    /// <summary>The caller is not allowed to do this, or is not known (401, 403).</summary>
    public bool IsForbidden => Status.Code is 401 or 403;

    /// <summary>The object is not valid (422), or the request is not (400).</summary>
    public bool IsInvalid => Status.Code is 422 or 400;

    /// <summary>A repetition may succeed without anybody changing anything.</summary>
    public bool IsTransient => Status.Code is null or 0 or 408 or 429 or >= 500;

    private static string Describe(ApiStatus status)
    {
        var causes = status.Details?.Causes is { Count: > 0 } list && status.Message is null
            ? ": " + string.Join("; ", list.Select(c => c.Field is null ? c.Message : $"{c.Field}: {c.Message}"))
            : "";
        return $"{status.Code} {status.Reason}{causes}{(status.Message is null ? "" : ": " + status.Message)}";
    }
}
