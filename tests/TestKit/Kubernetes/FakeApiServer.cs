using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace LogOperator.TestKit.Kubernetes;

/// <summary>
/// A small HTTP server that looks like an API server to a client: lists with pages, watches, writes with resource versions, all in memory, and does wrong what a test tells it to.
/// It validates nothing and knows no selectors; what the real server means is tested against the real one.
/// </summary>
public sealed class FakeApiServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly FakeObjects objects = new();
    private readonly Lock gate = new();
    private readonly List<(Func<RecordedRequest, bool> When, FakeFault Fault)> faults = [];
    private readonly List<RecordedRequest> requests = [];
    private CancellationTokenSource endWatches = new();
    private CancellationTokenSource abortWatches = new();
    private TaskCompletionSource requested = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool disposed;

    private FakeApiServer(WebApplication app) => this.app = app;

    /// <summary>Address of the server.</summary>
    public Uri Server => new(this.app.Urls.First());

    /// <summary>Every request so far, in order.</summary>
    public IReadOnlyList<RecordedRequest> Requests
    {
        get
        {
            lock (gate)
            {
                return [.. requests];
            }
        }
    }

    public static async Task<FakeApiServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
        var app = builder.Build();
        var fake = new FakeApiServer(app);
        app.Run(fake.AnswerAsync);
        await app.StartAsync();
        return fake;
    }

    /// <summary>Stores an object under a path such as <c>/api/v1/namespaces/a/pods/b</c>; watchers see it.</summary>
    public void Put(string path, string json = "{}") => objects.Put(FakePath.Parse(path)!, (JsonObject)JsonNode.Parse(json)!);

    /// <summary>Deletes an object; watchers see it.</summary>
    public void Delete(string path) => objects.Delete(FakePath.Parse(path)!);

    /// <summary>The stored object, or null.</summary>
    public JsonObject? Get(string path) => objects.Get(FakePath.Parse(path)!);

    /// <summary>Answers the next requests for which <paramref name="when" /> holds with a fault, each with one, in order.</summary>
    public void Inject(Func<RecordedRequest, bool> when, params FakeFault[] faults)
    {
        lock (gate)
        {
            this.faults.AddRange(faults.Select(f => (when, f)));
        }
    }

    /// <summary>Ends all watches as the server does after their time.</summary>
    public void EndWatches() => Cancel(ref endWatches);

    /// <summary>Cuts the connections of all watches.</summary>
    public void AbortWatches() => Cancel(ref abortWatches);

    /// <summary>Forgets all changes so far: a watch from before them gets 410.</summary>
    public void Compact() => objects.Compact();

    /// <summary>Completes when so many requests for which <paramref name="when" /> holds have come.</summary>
    public async Task WaitForAsync(Func<RecordedRequest, bool> when, int count = 1)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (requests.Count(when) >= count)
                {
                    return;
                }

                next = this.requested.Task;
            }

            await next;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        AbortWatches();
        await this.app.DisposeAsync();
        endWatches.Dispose();
        abortWatches.Dispose();
    }

    private static void Cancel(ref CancellationTokenSource source)
    {
        var old = source;
        source = new CancellationTokenSource();
        old.Cancel();
        old.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var request = new RecordedRequest(
            context.Request.Method, context.Request.Path.Value!, context.Request.QueryString.Value ?? "", context.Request.Headers.Authorization.ToString(), context.Request.ContentType ?? "", body);
        var fault = Note(request);
        if (fault is not null)
        {
            await fault.Answer(context);
        }
        else if (FakePath.Parse(request.Path) is { } path)
        {
            await AnswerAsync(context, request, path);
        }
        else
        {
            await RefuseAsync(context, 404, "NotFound");
        }
    }

    private FakeFault? Note(RecordedRequest request)
    {
        lock (gate)
        {
            requests.Add(request);
            var requested = this.requested;
            this.requested = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            requested.SetResult();
            var index = this.faults.FindIndex(f => f.When(request));
            if (index < 0)
            {
                return null;
            }

            var fault = this.faults[index].Fault;
            this.faults.RemoveAt(index);
            return fault;
        }
    }

    private Task AnswerAsync(HttpContext context, RecordedRequest request, FakePath path) => request.Method switch
    {
        "GET" when path.Name is null && request.IsWatch => WatchAsync(context, path),
        "GET" when path.Name is null => ListAsync(context, path),
        "GET" => ReplyAsync(context, objects.Get(path)),
        "POST" => CreateAsync(context, path, request.Body),
        "PUT" => ReplaceAsync(context, path, request.Body),
        "PATCH" => PatchAsync(context, path, request),
        "DELETE" => ReplyAsync(context, objects.Delete(path)),
        _ => RefuseAsync(context, 405, "MethodNotAllowed"),
    };

    private async Task ListAsync(HttpContext context, FakePath path)
    {
        var (items, version) = objects.List(path);
        var limit = int.TryParse(context.Request.Query["limit"], out var value) ? value : int.MaxValue;
        var token = context.Request.Query["continue"].ToString();
        var start = token.Length == 0 ? 0 : int.Parse(token, CultureInfo.InvariantCulture);
        var page = items.Skip(start).Take(limit).ToArray<JsonNode?>();
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) };
        if (start + page.Length < items.Count)
        {
            metadata["continue"] = (start + page.Length).ToString(CultureInfo.InvariantCulture);
        }

        await ReplyAsync(context, new JsonObject { ["kind"] = "List", ["metadata"] = metadata, ["items"] = new JsonArray(page) });
    }

    private async Task WatchAsync(HttpContext context, FakePath path)
    {
        var (end, abort) = (endWatches.Token, abortWatches.Token);
        var version = long.Parse(context.Request.Query["resourceVersion"].ToString(), CultureInfo.InvariantCulture);
        context.Response.ContentType = "application/json";
        await context.Response.StartAsync();
        await context.Response.Body.FlushAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(end, abort, context.RequestAborted);
        while (!stop.IsCancellationRequested)
        {
            var changed = objects.Changed;
            if (objects.Since(path, version) is not { } since)
            {
                await WriteAsync(context, "ERROR", new JsonObject { ["kind"] = "Status", ["status"] = "Failure", ["code"] = 410, ["reason"] = "Expired", ["message"] = $"too old resource version: {version}" });
                return;
            }

            foreach (var change in since.Changes)
            {
                await WriteAsync(context, change.Type, (JsonObject)change.Object.DeepClone());
            }

            version = since.Version;
            await changed.WaitAsync(stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (abort.IsCancellationRequested)
        {
            context.Abort();
        }
    }

    private async Task CreateAsync(HttpContext context, FakePath path, string body)
    {
        var obj = (JsonObject)JsonNode.Parse(body)!;
        var name = obj["metadata"]?["name"]?.GetValue<string>() ?? Guid.NewGuid().ToString("n");
        path = path with { Name = name };
        if (objects.Get(path) is not null)
        {
            await RefuseAsync(context, 409, "AlreadyExists");
        }
        else
        {
            await ReplyAsync(context, objects.Put(path, obj), 201);
        }
    }

    private async Task ReplaceAsync(HttpContext context, FakePath path, string body)
    {
        var obj = (JsonObject)JsonNode.Parse(body)!;
        var old = objects.Get(path);
        if (old is null)
        {
            await RefuseAsync(context, 404, "NotFound");
        }
        else if (obj["metadata"]?["resourceVersion"] is { } version && version.ToString() != old["metadata"]!["resourceVersion"]!.ToString())
        {
            await RefuseAsync(context, 409, "Conflict");
        }
        else
        {
            await ReplyAsync(context, objects.Put(path, obj));
        }
    }

    private async Task PatchAsync(HttpContext context, FakePath path, RecordedRequest request)
    {
        var old = objects.Get(path);
        if (old is null && request.ContentType != "application/apply-patch+yaml")
        {
            await RefuseAsync(context, 404, "NotFound");
            return;
        }

        var merged = old ?? [];
        Merge(merged, (JsonObject)JsonNode.Parse(request.Body)!);
        await ReplyAsync(context, objects.Put(path, merged));
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject members && target[name] is JsonObject existing)
            {
                Merge(existing, members);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }

    private static Task RefuseAsync(HttpContext context, int code, string reason) => FakeFault.Refuse(code, reason).Answer(context);

    private static async Task ReplyAsync(HttpContext context, JsonObject? json, int code = 200)
    {
        if (json is null)
        {
            await RefuseAsync(context, 404, "NotFound");
            return;
        }

        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(json.ToJsonString());
    }

    private static async Task WriteAsync(HttpContext context, string type, JsonObject json)
    {
        await context.Response.WriteAsync(new JsonObject { ["type"] = type, ["object"] = json }.ToJsonString() + "\n");
        await context.Response.Body.FlushAsync();
    }
}
