using System.Text.Json;
using LogOperator.TestKit.Http;
using LogOperator.TestKit.Network;
using LogOperator.TestKit.Parts;

namespace LogOperator.Cli.Tests.Running;

/// <summary>Runs the program as its users do, over real files.</summary>
[Trait("Category", "Integration")]
public sealed class RunTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_run_once_delivers_everything_and_writes_the_ledger()
    {
        folder.FilePipeline("[{parse: {json: {}}}, {drop: {if: 'attributes.n >= 90'}}]");
        folder.Log("shop_web-0", RunFolder.Numbers(0, 100));
        folder.Log("bank_web-0", RunFolder.Numbers(1000, 10));

        var run = await folder.RunAsync("--once", "--summary", "summary.json");

        Assert.Equal((0, "", ""), (run.Code, run.Output, run.Error));
        Assert.Equal(Enumerable.Range(0, 90), folder.Arrived());
        var summary = folder.Summary();
        Assert.Equal(["read", "acknowledged", "deadLettered", "filtered", "dropped", "lost", "seconds", "bytes"], summary.EnumerateObject().Select(m => m.Name));
        Assert.Equal((100, 100), (summary.GetProperty("read").GetProperty("lines").GetInt32(), summary.GetProperty("read").GetProperty("records").GetInt32()));
        Assert.Equal((90, 10), (summary.GetProperty("acknowledged").GetInt32(), summary.GetProperty("filtered").GetInt32()));
        var file = Assert.Single(summary.GetProperty("bytes").GetProperty("files").EnumerateArray()).GetProperty("ledger");
        Assert.Equal(file.GetProperty("size").GetInt64(), file.GetProperty("acknowledged").GetInt64() + file.GetProperty("filtered").GetProperty("stage").GetInt64());
        var record = JsonDocument.Parse(File.ReadLines(folder.Out).First()).RootElement.GetProperty("resource");
        Assert.Equal(("shop", "web-0", "web"), (Text(record, "k8s.namespace.name"), Text(record, "k8s.pod.name"), Text(record, "k8s.pod.label.app")));
    }

    [Fact]
    public async Task Pods_that_the_selector_does_not_take_are_left_out()
    {
        folder.FilePipeline();
        folder.Log("shop_web-0", RunFolder.Numbers(0, 3));
        folder.Log("shop_other-0", RunFolder.Numbers(100, 3));

        Assert.Equal(0, (await folder.RunAsync("--once")).Code);
        Assert.Equal([0, 1, 2], folder.Arrived());
    }

    [Fact]
    public async Task Print_shows_records_in_place_of_delivering_them()
    {
        folder.FilePipeline();
        folder.Log("shop_web-0", RunFolder.Numbers(0, 3));

        var run = await folder.RunAsync("--once", "--print");

        Assert.Equal(3, run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(l => JsonDocument.Parse(l).RootElement.GetProperty("body").GetString() == "line"));
        Assert.False(File.Exists(folder.Out));
    }

    [Fact]
    public async Task With_a_state_the_next_run_goes_on_where_the_last_one_ended()
    {
        folder.FilePipeline();
        folder.Log("shop_web-0", RunFolder.Numbers(0, 5));
        await folder.RunAsync("--once", "--state", "state");
        folder.Log("shop_web-0", RunFolder.Numbers(5, 5));
        var again = await folder.RunAsync("--once", "--state", "state", "--summary", "summary.json");

        Assert.Equal(0, again.Code);
        Assert.Equal(Enumerable.Range(0, 10), folder.Arrived());
        Assert.Equal(5, folder.Summary().GetProperty("acknowledged").GetInt32());
    }

    [Fact]
    public async Task Without_a_state_the_next_run_begins_anew()
    {
        folder.FilePipeline();
        folder.Log("shop_web-0", RunFolder.Numbers(0, 2));
        await folder.RunAsync("--once");
        await folder.RunAsync("--once");

        Assert.Equal([0, 1, 0, 1], folder.Arrived());
    }

    [Fact]
    public async Task A_stopped_run_links_what_is_not_delivered_and_the_next_one_delivers_it()
    {
        await using var server = await HttpSinkServer.StartAsync();
        server.DefaultAnswer = HttpSinkAnswer.Unavailable;
        folder.Pipeline($"{{http: {{url: \"{server.Address}in\"}}}}");
        folder.Log("shop_web-0", RunFolder.Numbers(0, 10));
        using var process = folder.Start("--state", "state", "--stop-timeout", "100ms");
        await RunFolder.Eventually(() => server.Requests.Count > 0);
        process.Signal(LogctlProcess.Sigterm);
        await process.EndAsync();

        var state = Path.Combine(folder.Path, "state");
        Assert.Single(Directory.GetFiles(Path.Combine(state, "links"), "*-*-*", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFiles(Path.Combine(state, "buffer"), "*.segment"));
        Directory.Delete(Path.Combine(folder.Path, "root", "var", "log", "pods"), recursive: true);
        server.DefaultAnswer = HttpSinkAnswer.Ok;
        await folder.RunAsync("--once", "--state", "state");
        Assert.Equal(10, server.Lines.Count);
    }

    [Fact]
    public async Task A_state_is_used_by_one_run_at_a_time()
    {
        folder.FilePipeline();
        folder.Log("shop_web-0", RunFolder.Numbers(0, 1));
        using var first = folder.Start("--state", "state");
        await RunFolder.Eventually(() => folder.Arrived().Count == 1);

        var second = await folder.RunAsync("--once", "--state", "state");
        first.Signal(LogctlProcess.Sigterm);
        await first.EndAsync();

        Assert.Equal(1, second.Code);
        Assert.StartsWith("logctl: ", second.Error);
        Assert.DoesNotContain("   at ", second.Error);
    }

    [Theory]
    [InlineData(LogctlProcess.Sigterm)]
    [InlineData(LogctlProcess.Sigint)]
    public async Task A_signal_ends_a_run_after_what_was_read_is_delivered(int signal)
    {
        folder.FilePipeline();
        folder.Log("shop_web-0", RunFolder.Numbers(0, 10));
        using var process = folder.Start("--state", "state", "--summary", "summary.json");
        await RunFolder.Eventually(() => folder.Arrived().Count == 10);
        folder.Log("shop_web-0", RunFolder.Numbers(10, 10));
        await RunFolder.Eventually(() => folder.Arrived().Count == 20);

        process.Signal(signal);
        var run = await process.EndAsync();

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(20, folder.Summary().GetProperty("acknowledged").GetInt32());
        Assert.Equal(0, (await folder.RunAsync("--once", "--state", "state")).Code);
        Assert.Equal(Enumerable.Range(0, 20), folder.Arrived());
    }

    [Fact]
    public async Task An_http_store_gets_every_line_with_its_credentials_after_a_refusal()
    {
        await using var server = await HttpSinkServer.StartAsync();
        server.Enqueue(HttpSinkAnswer.Unavailable);
        folder.Pipeline(
            $$"""{http: {url: "{{server.Address}}in"}, auth: {bearer: {secretRef: {name: token} } }, retry: {initial: 50ms} }""",
            more: """
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: token, namespace: shop}
                stringData: {token: hunter2}
                """);
        folder.Log("shop_web-0", RunFolder.Numbers(0, 50));

        var run = await folder.RunAsync("--once", "--verbose", "--summary", "summary.json");

        Assert.Equal(0, run.Code);
        Assert.Equal(50, server.Lines.Count);
        Assert.All(server.Requests, r => Assert.Equal("Bearer hunter2", r.Headers["Authorization"]));
        Assert.DoesNotContain("hunter2", run.Output + run.Error + await File.ReadAllTextAsync(Path.Combine(folder.Path, "summary.json")));
    }

    [Fact]
    public async Task The_ledger_tells_what_went_to_the_dead_letter_store()
    {
        await using var server = await HttpSinkServer.StartAsync();
        server.Judge = (_, lines) => lines.Any(l => l.Contains("\"n\":7", StringComparison.Ordinal)) ? HttpSinkAnswer.BadRequest : null;
        folder.Log("shop_web-0", RunFolder.Numbers(0, 10));
        folder.Pipeline(
            $$"""{http: {url: "{{server.Address}}in"} }""",
            delivery: "{deadLetter: {storeRef: {name: refused} } }",
            more: $$"""
                ---
                apiVersion: logoperator.io/v1alpha1
                kind: LogStore
                metadata: {name: refused, namespace: shop}
                spec: {file: {path: "{{folder.Out}}"} }
                """);

        var run = await folder.RunAsync("--once", "--summary", "summary.json");

        Assert.Equal((0, 9, 7), (run.Code, server.Lines.Count, Assert.Single(folder.Arrived())));
        Assert.Equal((9, 1), (folder.Summary().GetProperty("acknowledged").GetInt32(), folder.Summary().GetProperty("deadLettered").GetInt32()));
    }

    [Fact]
    public async Task A_store_that_cannot_be_reached_keeps_the_run_going_and_a_stop_says_what_is_pending()
    {
        folder.Pipeline($$"""{http: {url: "http://127.0.0.1:{{FreePort.Take(1)[0]}}/in"}, retry: {initial: 50ms, max: 100ms} }""");
        folder.Log("shop_web-0", RunFolder.Numbers(0, 50));
        using var process = folder.Start("--once", "--stop-timeout", "500ms", "--summary", "summary.json", "--verbose");
        await process.SaysAsync("store shop/out: try 2 failed");
        Assert.False(process.HasExited);

        process.Signal(LogctlProcess.Sigint);
        var run = await process.EndAsync();

        Assert.Equal(3, run.Code);
        Assert.Contains("logctl: stopped with 50 records not acknowledged", run.Error);
        Assert.Contains("logctl: store shop/out: 50 pending, Unreachable", run.Error);
        Assert.Equal((0, 50), (folder.Summary().GetProperty("acknowledged").GetInt32(), folder.Summary().GetProperty("pending").GetInt32()));
    }

    [Fact]
    public async Task A_broker_that_cannot_be_reached_is_the_same()
    {
        folder.Pipeline($$"""{kafka: {bootstrapServers: ["127.0.0.1:{{FreePort.Take(1)[0]}}"], topic: {name: logs} } }""");
        folder.Log("shop_web-0", RunFolder.Numbers(0, 5));
        using var process = folder.Start("--stop-timeout", "1s", "--summary", "summary.json", "--once");
        await process.SaysAsync("store shop/out: try 2 failed");
        Assert.False(process.HasExited);

        process.Signal(LogctlProcess.Sigint);
        var run = await process.EndAsync();

        Assert.Equal(3, run.Code);
        Assert.Equal(5, folder.Summary().GetProperty("pending").GetInt32());
    }

    [Fact]
    public async Task A_full_disk_under_the_store_loses_nothing()
    {
        var small = Path.Combine(folder.Path, "small");
        Directory.CreateDirectory(small);
        var mount = await Command.RunAsync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", small]);
        Assert.SkipWhen(mount.ExitCode != 0, $"a file system of its own needs the right to mount: {mount.Error.Trim()}");
        try
        {
            var filler = Path.Combine(small, "filler");
            await File.WriteAllBytesAsync(filler, new byte[60 * 1024]);
            folder.Pipeline($$"""{file: {path: "{{small}}/out.ndjson"}, retry: {initial: 50ms, max: 100ms} }""");
            folder.Log("shop_web-0", RunFolder.Numbers(0, 60));
            using var process = folder.Start("--once", "--verbose", "--summary", "summary.json");
            await process.SaysAsync("store shop/out: try 2 failed");
            Assert.False(process.HasExited);

            File.Delete(filler);
            var run = await process.EndAsync();

            Assert.Equal(0, run.Code);
            Assert.Equal(60, folder.Summary().GetProperty("acknowledged").GetInt32());
            var arrived = File.ReadAllLines(Path.Combine(small, "out.ndjson")).Select(Number).OfType<int>().Distinct().Order();
            Assert.Equal(Enumerable.Range(0, 60), arrived);
        }
        finally
        {
            await Command.RunAsync("umount", [small]);
        }
    }

    [Fact]
    public async Task More_files_than_the_process_may_open_are_read_in_turn()
    {
        const int files = 3000;
        File.WriteAllText(folder.Manifests, $$"""
            apiVersion: logoperator.io/v1alpha1
            kind: ClusterLogPipeline
            metadata: {name: node}
            spec:
              source: {nodeFiles: {paths: ["/var/log/*.log"]} }
              stages: [{parse: {json: {} } }]
              stores: [{name: out}]
            ---
            apiVersion: logoperator.io/v1alpha1
            kind: ClusterLogStore
            metadata: {name: out}
            spec: {file: {path: "{{folder.Out}}"} }
            """);
        var logs = Directory.CreateDirectory(Path.Combine(folder.Path, "root", "var", "log")).FullName;
        string[] args = ["run", "-f", folder.Manifests, "--root", Path.Combine(folder.Path, "root"), "--state", "state"];
        Append(0);
        using (var once = LogctlProcess.Limited(folder.Path, openFiles: 1024, [.. args, "--once"]))
        {
            var run = await once.EndAsync();
            Assert.Equal((0, ""), (run.Code, run.Error));
        }

        Assert.Equal(Enumerable.Range(0, files), folder.Arrived().Order());
        using var running = LogctlProcess.Limited(folder.Path, openFiles: 1024, args);
        Append(files);
        await RunFolder.Eventually(() => folder.Arrived().Count >= 2 * files);
        running.Signal(LogctlProcess.Sigterm);
        Assert.Equal(0, (await running.EndAsync()).Code);
        Assert.Equal(Enumerable.Range(0, 2 * files), folder.Arrived().Order());

        void Append(int from)
        {
            for (var i = 0; i < files; i++)
            {
                File.AppendAllLines(Path.Combine(logs, $"{i}.log"), RunFolder.Numbers(from + i, 1));
            }
        }
    }

    [Fact]
    public async Task Manifests_with_problems_do_not_run()
    {
        folder.FilePipeline("[{drop: {if: 'severity <'}}]");
        folder.Log("shop_web-0", RunFolder.Numbers(0, 1));

        var run = await folder.RunAsync("--once");

        Assert.Equal(1, run.Code);
        Assert.Contains("manifests.yaml:6: spec.stages[0].drop.if: ", run.Error);
        Assert.False(File.Exists(folder.Out));
    }

    [Theory]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}")]
    [InlineData("apiVersion: logoperator.io/v1alpha1\nkind: LogStore\nmetadata: {name: out}\nspec: {blackhole: {}}")]
    public async Task Manifests_without_a_pipeline_are_a_wrong_command_line(string manifests)
    {
        File.WriteAllText(folder.Manifests, manifests);

        var run = await folder.RunAsync("--once");

        Assert.Equal((2, "logctl: -f: expected at least one LogPipeline or ClusterLogPipeline, found none\n"), (run.Code, run.Error));
    }

    [Fact]
    public async Task Standard_output_as_a_store_of_a_namespace_is_refused_with_a_way_out()
    {
        folder.Pipeline("{stdout: {}}");

        var run = await folder.RunAsync("--once");

        Assert.Equal(1, run.Code);
        Assert.Contains("run with --print", run.Error);
    }

    [Theory]
    [InlineData("kind: ConfigMap\nmetadata: {name: x}", "pods.txt:1: expected a PodList or pods, as kubectl prints them, found ConfigMap")]
    [InlineData("kind: PodList\nitems:\n- metadata: {name: x, labels: [1]}", "expected a pod as kubectl prints it")]
    [InlineData("{", "pods.txt:")]
    public async Task A_pod_list_that_is_none_is_told(string content, string expected)
    {
        folder.FilePipeline();
        var pods = Path.Combine(folder.Path, "pods.txt");
        await File.WriteAllTextAsync(pods, content);

        var run = await LogctlRun.InvokeAsync("run", "-f", folder.Manifests, "--pods", pods, "--once", "--root", folder.Path);

        Assert.Equal(2, run.Code);
        Assert.Contains(expected, run.Error);
    }

    private static string? Text(JsonElement parent, string member) => parent.GetProperty(member).GetString();

    // A line torn by the full disk was ended before the record was written again; it is nobody's record.
    private static int? Number(string line)
    {
        try
        {
            return JsonDocument.Parse(line).RootElement.GetProperty("attributes").GetProperty("n").GetInt32();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
