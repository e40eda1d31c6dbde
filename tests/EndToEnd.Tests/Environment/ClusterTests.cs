using System.Net;
using LogOperator.TestKit.Cluster;
using LogOperator.TestKit.Http;

namespace LogOperator.EndToEnd.Tests.Environment;

/// <summary>The test cluster is what the tests of the product rely on: pods run, reach servers of this machine, and their logs rotate.</summary>
[Trait("Category", "Integration")]
public sealed class ClusterTests(Installation installation)
{
    private readonly ClusterFixture cluster = installation.Cluster;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_pod_posts_to_a_server_of_this_machine()
    {
        await using var server = await HttpSinkServer.StartAsync(IPAddress.Any);

        await cluster.ApplyAsync(Pod("post", $"wget -q -O - --post-data hello http://{cluster.NodeIp}:{server.Port}/"));
        await server.WaitForLinesAsync(1, Soon);

        Assert.Equal("hello", server.Lines[0]);
    }

    [Fact]
    public async Task The_log_of_a_pod_that_writes_much_is_rotated_and_compressed()
    {
        await cluster.ApplyAsync(Pod("rotate", "while true; do head -c 200000 /dev/zero | tr '\\0' 'x' | fold -w 1000; sleep 0.2; done"));
        await cluster.KubectlAsync(["wait", "--for=condition=Ready", "pod/rotate", "--timeout=60s"]);
        var uid = await cluster.KubectlAsync(["get", "pod", "rotate", "-o", "jsonpath={.metadata.uid}"]);
        var directory = $"/var/log/pods/default_rotate_{uid}/main";

        using var deadline = new CancellationTokenSource(Soon);
        while (!Directory.EnumerateFiles(directory, "0.log.*.gz").Any())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, deadline.Token);
        }

        Assert.True(File.Exists(Path.Combine(directory, "0.log")));
        await cluster.KubectlAsync(["delete", "pod", "rotate", "--grace-period=1"]);
    }

    private static string Pod(string name, string script) => $$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: {{name}}, namespace: default}
        spec:
          restartPolicy: Never
          terminationGracePeriodSeconds: 1
          containers:
          - name: main
            image: {{ClusterFixture.BusyboxImage}}
            command: [sh, -c, "{{script.Replace("\\", "\\\\", StringComparison.Ordinal)}}"]
        """;
}
