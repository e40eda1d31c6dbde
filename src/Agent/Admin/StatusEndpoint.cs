using System.Text.Json;
using LogOperator.Pipeline.Runtime.Reports;
using Microsoft.AspNetCore.Http;

namespace LogOperator.Agent.Admin;

/// <summary>Answers <c>/v1/status?since=HASH</c>: at once if the status differs from that one, else when it does, at the latest after 25 s.</summary>
/// <param name="source">The status.</param>
/// <param name="time">The clock.</param>
internal sealed class StatusEndpoint(StatusSource source, TimeProvider time)
{
    /// <summary>Longest wait for a change; below the idle time-outs of what may stand in between.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(25);

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);
    private volatile TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Makes waiting clients look at once instead of within a second.</summary>
    public void Pulse() => Interlocked.Exchange(ref changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Answers one request.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var since = context.Request.Query["since"].ToString();
        var cancellation = context.RequestAborted;
        var start = time.GetTimestamp();
        AgentReport report;
        while (true)
        {
            var change = changed.Task;
            report = source.Read();
            if (report.Hash != since || time.GetElapsedTime(start) >= LongestWait)
            {
                break;
            }

            using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            await Task.WhenAny(change, Task.Delay(LookAgain, time, wait.Token)).ConfigureAwait(false);
            await wait.CancelAsync().ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
        }

        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, report, ReportJson.Default.AgentReport, cancellation).ConfigureAwait(false);
    }
}
