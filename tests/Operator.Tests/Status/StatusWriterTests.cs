using System.Text.Json.Nodes;
using LogOperator.Crds.Compilation;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Control;
using LogOperator.Kubernetes.Objects;
using LogOperator.Operator.Status;
using LogOperator.TestKit;
using LogOperator.TestKit.Kubernetes;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Operator.Tests.Status;

public sealed class StatusWriterTests : IAsyncLifetime
{
    private const string Path = "/apis/logoperator.io/v1alpha1/namespaces/shop/logpipelines/web";
    private static readonly ResourceId Web = new("LogPipeline", "shop", "web");
    private readonly ManualTimeProvider time = new();
    private readonly CancellationTokenSource stop = new();
    private FakeApiServer server = null!;
    private KubeClient client = null!;
    private StatusWriter writer = null!;
    private Task running = Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        server = await FakeApiServer.StartAsync();
        server.Put(Path, """{"metadata":{"name":"web","namespace":"shop","uid":"u"}}""");
        client = new KubeClient(new KubeConfig { Server = server.Server });
        writer = new StatusWriter(client, new EventRecorder(client, "logoperator.io/operator", "pod-1"), time, NullLogger<StatusWriter>.Instance);
        running = writer.RunAsync(stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        writer.Dispose();
        client.Dispose();
        stop.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_reason_is_written_at_once()
    {
        Want("""{"reason":"Flowing","rate":"1.0Ki/s"}""", """{"reason":"Lagging","rate":"1.0Ki/s"}""");

        await server.WaitForAsync(IsPatch);
    }

    [Fact]
    public async Task Rates_alone_wait_for_five_minutes_also_behind_a_new_leader()
    {
        Want("""{"reason":"Flowing","rate":"1.0Ki/s"}""", """{"reason":"Flowing","rate":"2.0Ki/s"}""");
        await time.WaitForTimersAsync();
        time.Advance(StatusWriter.FiguresInterval - TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(server.Requests, IsPatch);

        time.Advance(TimeSpan.FromSeconds(1));
        await server.WaitForAsync(IsPatch);
        Assert.Equal("""{"metadata":{"uid":"u"},"status":{"rate":"2.0Ki/s"}}""", server.Requests.Single(IsPatch).Body);
    }

    [Fact]
    public async Task Rates_that_move_all_the_time_are_written_every_five_minutes()
    {
        Want("{}", """{"reason":"Flowing","rate":"0/s"}""");
        await server.WaitForAsync(IsPatch);
        await time.WaitForTimersAsync();
        for (var second = 1; second <= 900; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            Want("{}", $$"""{"reason":"Flowing","rate":"{{second}}/s"}""");
            if (second % 300 == 0)
            {
                await server.WaitForAsync(IsPatch, 1 + (second / 300));
            }

            // The writer has come to a rest: it waits for the time of the next write, or of the pause behind one.
            await time.WaitForTimersAsync();
        }

        Assert.Equal(4, server.Requests.Count(IsPatch));
    }

    private static bool IsPatch(RecordedRequest request) => request is { Method: "PATCH" } && request.Path == Path + "/status";

    private void Want(string present, string wanted) => writer.Want(new Dictionary<ResourceId, WantedStatus>
    {
        [Web] = new(
            new ObjectReference { Kind = "LogPipeline", Namespace = "shop", Name = "web", Uid = "u", ResourceVersion = "1" },
            (JsonObject)JsonNode.Parse(present)!, (JsonObject)JsonNode.Parse(wanted)!),
    });
}
