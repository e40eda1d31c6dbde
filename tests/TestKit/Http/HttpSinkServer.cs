using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LogOperator.TestKit.Http;

/// <summary>A real HTTP server that keeps the JSON lines posted to it and, on demand, answers badly, slowly or not at all.</summary>
public sealed class HttpSinkServer : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly TimeProvider time;
    private readonly ConcurrentQueue<HttpSinkAnswer> answers = [];
    private readonly Lock gate = new();
    private readonly List<HttpSinkRequest> requests = [];
    private int judged;
    private TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HttpSinkServer(WebApplication application, TimeProvider time)
    {
        this.application = application;
        this.time = time;
    }

    /// <summary>The answer to requests for which none was enqueued.</summary>
    public HttpSinkAnswer DefaultAnswer { get; set; } = HttpSinkAnswer.Ok;

    /// <summary>
    /// Decides on a request by its number, from 0, and its lines, where no answer was enqueued; null leaves it to <see cref="DefaultAnswer"/>.
    /// </summary>
    public Func<int, IReadOnlyList<string>, HttpSinkAnswer?>? Judge { get; set; }

    /// <summary>The port on which the server listens.</summary>
    public int Port { get; private set; }

    /// <summary>The server's address on loopback.</summary>
    public Uri Address => new($"http://127.0.0.1:{Port}/");

    /// <summary>All requests so far, refused ones too.</summary>
    public IReadOnlyList<HttpSinkRequest> Requests
    {
        get
        {
            lock (gate)
            {
                return [.. requests];
            }
        }
    }

    /// <summary>The lines of all requests that were accepted, in order of arrival; a line that was sent twice is here twice.</summary>
    public IReadOnlyList<string> Lines => [.. Requests.Where(request => request.Stored).SelectMany(request => request.Lines)];

    /// <summary>Starts on a free port; <paramref name="address"/> other than loopback lets pods reach it.</summary>
    public static async Task<HttpSinkServer> StartAsync(IPAddress? address = null, TimeProvider? time = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(address ?? IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
        });
        var application = builder.Build();
        var server = new HttpSinkServer(application, time ?? TimeProvider.System);
        application.Run(server.AnswerAsync);
        await application.StartAsync();
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        server.Port = new Uri(addresses.Addresses.Single()).Port;
        return server;
    }

    /// <summary>The answers to the next requests, one each.</summary>
    public void Enqueue(params IEnumerable<HttpSinkAnswer> answers)
    {
        foreach (var answer in answers)
        {
            this.answers.Enqueue(answer);
        }
    }

    /// <summary>Completes when the condition holds; looks again after each request. Throws TimeoutException with what arrived.</summary>
    public async Task WaitForAsync(Func<HttpSinkServer, bool> condition, TimeSpan timeout)
    {
        var started = this.time.GetTimestamp();
        while (true)
        {
            Task arrived;
            lock (gate)
            {
                arrived = this.arrived.Task;
            }

            if (condition(this))
            {
                return;
            }

            var left = timeout - this.time.GetElapsedTime(started);
            try
            {
                await arrived.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, this.time);
            }
            catch (TimeoutException)
            {
                throw new TimeoutException($"the condition did not hold within {timeout}; {Requests.Count} requests came, {Lines.Count} lines are stored");
            }
        }
    }

    /// <summary>Completes when at least <paramref name="count"/> lines are stored.</summary>
    public Task WaitForLinesAsync(int count, TimeSpan timeout) => WaitForAsync(server => server.Lines.Count >= count, timeout);

    public async ValueTask DisposeAsync() => await this.application.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var enqueued = this.answers.TryDequeue(out var next) ? next : null;
        var (body, wireBytes) = await ReadAsync(context.Request);
        var number = Interlocked.Increment(ref this.judged) - 1;
        var answer = enqueued ?? Judge?.Invoke(number, body.Split('\n', StringSplitOptions.RemoveEmptyEntries)) ?? DefaultAnswer;
        if (answer.Delay > TimeSpan.Zero && answer.Fault == HttpSinkFault.None)
        {
            await Task.Delay(answer.Delay, this.time, context.RequestAborted);
        }

        Keep(new HttpSinkRequest(
            context.Request.Method,
            context.Request.Path + context.Request.QueryString,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body,
            wireBytes,
            answer));
        if (answer.CutConnection)
        {
            context.Abort();
            return;
        }

        if (answer.Fault != HttpSinkFault.None)
        {
            await new FaultyAnswer(context, answer, this.time).WriteAsync();
            return;
        }

        context.Response.StatusCode = answer.Status;
        if (answer.RetryAfter is { } after)
        {
            context.Response.Headers.RetryAfter = ((long)after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        await context.Response.WriteAsync(answer.Body);
    }

    private void Keep(HttpSinkRequest request)
    {
        TaskCompletionSource arrived;
        lock (gate)
        {
            requests.Add(request);
            arrived = this.arrived;
            this.arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        arrived.SetResult();
    }

    private static async Task<(string Body, long WireBytes)> ReadAsync(HttpRequest request)
    {
        using var wire = new MemoryStream();
        await request.Body.CopyToAsync(wire);
        wire.Position = 0;
        var encoding = request.Headers.ContentEncoding.ToString();
        await using Stream plain = encoding switch
        {
            "" or "identity" => wire,
            "gzip" => new GZipStream(wire, CompressionMode.Decompress, leaveOpen: true),
            _ => throw new InvalidDataException($"expected Content-Encoding gzip or none, found {encoding}"),
        };
        using var reader = new StreamReader(plain, Encoding.UTF8);
        return (await reader.ReadToEndAsync(), wire.Length);
    }
}
