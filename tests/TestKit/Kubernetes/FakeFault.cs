using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LogOperator.TestKit.Kubernetes;

/// <summary>Something that a <see cref="FakeApiServer" /> does instead of answering as it should.</summary>
public sealed class FakeFault
{
    private FakeFault(Func<HttpContext, Task> answer) => Answer = answer;

    internal Func<HttpContext, Task> Answer { get; }

    /// <summary>A refusal with a Status object.</summary>
    public static FakeFault Refuse(int code, string reason, TimeSpan? retryAfter = null) => new(async context =>
    {
        context.Response.StatusCode = code;
        if (retryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync($$"""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"{{reason}}","message":"injected {{reason}}","code":{{code}}}""");
    });

    /// <summary>Any answer.</summary>
    public static FakeFault Reply(int code, string contentType, string body) => new(async context =>
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = contentType;
        await context.Response.WriteAsync(body);
    });

    /// <summary>An answer that promises more than it gives: the connection is cut after these bytes.</summary>
    public static FakeFault CutAfter(string beginning) => new(async context =>
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Encoding.UTF8.GetByteCount(beginning) + 1000;
        await context.Response.WriteAsync(beginning);
        await context.Response.Body.FlushAsync();
        context.Abort();
    });

    /// <summary>No answer at all: the connection is cut.</summary>
    public static FakeFault Abort() => new(context =>
    {
        context.Abort();
        return Task.CompletedTask;
    });

    /// <summary>An answer that begins with these bytes and then falls silent until the client gives up.</summary>
    public static FakeFault Stall(string beginning = "") => new(async context =>
    {
        context.Response.ContentType = "application/json";
        if (beginning.Length > 0)
        {
            await context.Response.WriteAsync(beginning);
            await context.Response.Body.FlushAsync();
        }

        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    });

    /// <summary>An answer that comes in pieces with a pause, given by the test, after each.</summary>
    public static FakeFault Pieces(IReadOnlyList<string> pieces, Func<Task> pause) => new(async context =>
    {
        context.Response.ContentType = "application/json";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        foreach (var piece in pieces)
        {
            await context.Response.WriteAsync(piece);
            await context.Response.Body.FlushAsync();
            await pause();
        }
    });
}
