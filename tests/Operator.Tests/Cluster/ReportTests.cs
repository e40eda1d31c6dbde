using System.Text;
using System.Text.Json.Nodes;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Objects;
using LogOperator.Operator.Status;
using LogOperator.Operator.Tests.Reports;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.TestKit.Cluster;
using LogOperator.TestKit.Network;

namespace LogOperator.Operator.Tests.Cluster;

/// <summary>A node without a kubelet: the DaemonSet controller makes the agent's pod, the test says where it listens and that it is ready.</summary>
[Collection(ClusterCollection.Name)]
[Trait("Category", "Integration")]
public sealed class ReportTests(ControlPlaneFixture cluster)
{
    [Fact]
    public async Task Programmed_and_flowing_follow_what_the_agent_says()
    {
        await using var bed = await OperatorBed.InstallAsync(cluster);
        var certificate = await CertificateAsync(bed);
        await using var agent = await FakeAgent.StartAsync(certificate.Certificate, certificate.Key, certificate.Authority);
        await bed.StartAsync("operator-b", agent.Port);
        await PodAsync(bed);
        await bed.ApplyAsync(Manifests.Source + Manifests.Store + Manifests.Pipeline());

        // The agent is there but does not have the pipeline yet.
        var rolling = await bed.PipelineAsync("web", p => Of(p, "Programmed")?.Message?.Contains("0 of 1", StringComparison.Ordinal) == true);
        Assert.Equal("RolloutInProgress", Of(rolling!, "Ready")!.Reason);

        agent.Say(Some.Report(running: 1, streams: 0, pods: 0, state: BranchState.Idle));
        var ready = await bed.PipelineAsync("web", p => Of(p, "Ready")?.Status == "True");
        Assert.Equal(("Unknown", "NoMatchingPods"), (Of(ready!, "Flowing")!.Status, Of(ready!, "Flowing")!.Reason));
        Assert.Equal(new PipelineAgentsStatus { Desired = 1, Programmed = 1, Failed = 0, Unreachable = 0 }, ready!.Status!.Agents);

        agent.Say(Some.Report(running: 1));
        await bed.PipelineAsync("web", p => Of(p, "Flowing")?.Status == "True");
        await OperatorBed.EventuallyAsync(() => bed.Client.GetAsync(LogSource.Resource, "shop", "web"), s => s.Status?.Matched is { Pods: 1, Containers: 2, Nodes: 1 });

        agent.Say(Some.Report(running: 1, state: BranchState.Unreachable, detail: "no space left on device"));
        var stuck = await bed.PipelineAsync("web", p => Of(p, "Flowing")?.Status == "False");
        Assert.Equal("StoreUnreachable", Of(stuck!, "Flowing")!.Reason);
        Assert.Contains("no space left on device", Of(stuck!, "Flowing")!.Message, StringComparison.Ordinal);
        Assert.Equal("True", Of(stuck!, "Ready")!.Status);

        await bed.ApplyAsync(Manifests.Pipeline(dropIf: "severity < WARN"));
        agent.Say(Some.Report(running: 1, refused: 2, because: "needs the feature x"));
        var refused = await bed.PipelineAsync("web", p => Of(p, "Programmed")?.Reason == "AgentRejected");
        Assert.Equal("node-a: needs the feature x", Of(refused!, "Programmed")!.Message);
        Assert.NotNull(Of(refused!, "Stalled"));
    }

    private static Condition? Of(LogPipeline pipeline, string type) => pipeline.Status?.Conditions.Of(type);

    // A first replica makes the certificate; the fake agent's port is known only afterwards.
    private static async Task<(string Certificate, string Key, string Authority)> CertificateAsync(OperatorBed bed)
    {
        var replica = await bed.StartAsync("operator-a", FreePort.Take(1)[0]);
        var secret = await OperatorBed.EventuallyAsync(() => bed.Client.FindAsync(Secret.Resource, "log-operator-agents", "logagent-tls"), s => s is not null);
        await bed.StopAsync(replica);
        string Text(string key) => Encoding.UTF8.GetString(secret!.Data![key]);
        return (Text("tls.crt"), Text("tls.key"), Text("ca.crt"));
    }

    private static async Task PodAsync(OperatorBed bed)
    {
        await bed.ApplyAsync("{apiVersion: v1, kind: Node, metadata: {name: node-a}}");
        var pods = await OperatorBed.EventuallyAsync(() => bed.Client.ListAsync(Pod.Resource, "log-operator-agents"), list => list.Items.Count == 1);
        var name = pods.Items[0].Name();
        await bed.KubectlInAsync(
            $$"""{"apiVersion": "v1", "kind": "Binding", "metadata": {"name": "{{name}}"}, "target": {"apiVersion": "v1", "kind": "Node", "name": "node-a"} }""",
            "create", "--raw", $"/api/v1/namespaces/log-operator-agents/pods/{name}/binding", "-f", "-");
        await bed.Client.PatchStatusAsync(Pod.Resource, "log-operator-agents", name, KubePatch.Merge(new JsonObject
        {
            ["status"] = Golden.Parse("""{"phase": "Running", "podIP": "127.0.0.1", "podIPs": [{"ip": "127.0.0.1"}], "conditions": [{"type": "Ready", "status": "True"}]}"""),
        }));
    }
}
