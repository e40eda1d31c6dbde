using LogOperator.Pipeline.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LogOperator.Operator.Health;

/// <summary>Answers <c>/healthz</c>, <c>/readyz</c> and <c>/metrics</c>.</summary>
internal static class HealthServer
{
    /// <summary>Adds the answers to an application.</summary>
    /// <param name="app">The application.</param>
    /// <param name="alive">What is wrong with the process; null if nothing is.</param>
    /// <param name="ready">Why the process is of no use yet; null if it is.</param>
    /// <param name="metrics">The metrics.</param>
    public static void Serve(IApplicationBuilder app, Func<string?> alive, Func<string?> ready, MetricsCollector metrics) => app.Run(async context =>
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        switch (context.Request.Path.Value)
        {
            case "/healthz":
                await ProbeAsync(context, alive()).ConfigureAwait(false);
                break;
            case "/readyz":
                await ProbeAsync(context, alive() ?? ready()).ConfigureAwait(false);
                break;
            case "/metrics":
                context.Response.ContentType = PrometheusWriter.ContentType;
                await context.Response.Body.WriteAsync(metrics.Write(), context.RequestAborted).ConfigureAwait(false);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    });

    private static Task ProbeAsync(HttpContext context, string? problem)
    {
        context.Response.StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync((problem ?? "ok") + "\n", context.RequestAborted);
    }
}
