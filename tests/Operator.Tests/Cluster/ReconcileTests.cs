using System.Text;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Objects;
using LogOperator.Operator.Status;
using LogOperator.TestKit.Cluster;

namespace LogOperator.Operator.Tests.Cluster;

[Collection(ClusterCollection.Name)]
[Trait("Category", "Integration")]
public sealed class ReconcileTests(ControlPlaneFixture cluster)
{
    [Fact]
    public async Task Manifests_in_any_order_become_configuration_accounts_and_a_daemon_set()
    {
        await using var bed = await OperatorBed.InstallAsync(cluster);
        await bed.StartAsync();

        // The pipeline comes before what it refers to.
        await bed.ApplyAsync(Manifests.Pipeline());
        var missing = await bed.PipelineAsync("web", p => p.Status?.Conditions.Of("ResolvedRefs")?.Status == "False");
        await bed.ApplyAsync(Manifests.Store + Manifests.Source);
        var ready = await bed.PipelineAsync("web", p => p.Status?.Conditions.Of("Ready")?.Status == "True");

        Assert.NotNull(missing!.Status!.Conditions.Of("Reconciling"));
        Assert.Equal(ready!.Metadata.Generation, ready.Status!.ObservedGeneration);
        Assert.Equal(ready.Metadata.Generation, ready.Status.RunningGeneration);
        Assert.NotNull(ready.Status.AcceptedAt);
        var config = await bed.PublishedAsync();
        Assert.Equal("shop/web", Assert.Single(config.Pipelines).Key);
        Assert.Equal("shop/out", Assert.Single(config.Stores).Key);
        Assert.NotNull(await bed.Client.FindAsync(DaemonSet.Resource, "log-operator-agents", "logagent-default"));
        Assert.NotNull(await bed.Client.FindAsync(ServiceAccount.Resource, "log-operator-agents", "logagent-default"));
        Assert.NotNull(await bed.Client.FindAsync(Secret.Resource, "log-operator-agents", "logagent-tls"));
        Assert.NotNull(await bed.Client.FindAsync(Secret.Resource, "log-operator", "log-operator-ca"));
    }

    [Fact]
    public async Task An_invalid_edit_leaves_the_last_accepted_generation_running_also_when_the_operator_starts_anew()
    {
        await using var bed = await OperatorBed.InstallAsync(cluster);
        var first = await bed.StartAsync();
        await bed.ApplyAsync(Manifests.Source + Manifests.Store + Manifests.Pipeline());
        await bed.PipelineAsync("web", p => p.Status?.Conditions.Of("Ready")?.Status == "True");

        await bed.ApplyAsync(Manifests.Pipeline(dropIf: "severity <"));
        var refused = await bed.PipelineAsync("web", p => p.Status?.ObservedGeneration == 2);

        Assert.Equal(("False", "InvalidExpression"), Accepted(refused!));
        Assert.Contains("spec.stages[0].drop.if", refused!.Status!.Conditions.Of("Accepted")!.Message, StringComparison.Ordinal);
        Assert.Equal(1, refused.Status.RunningGeneration);
        Assert.Equal(1, Assert.Single((await bed.PublishedAsync()).Pipelines).Generation);

        await bed.StopAsync(first);
        await bed.StartAsync("operator-b");
        await bed.ApplyAsync(Manifests.Pipeline("other"));
        await bed.PipelineAsync("other", p => p.Status?.Conditions.Of("Ready")?.Status == "True");

        var config = await bed.PublishedAsync();
        Assert.Equal(["shop/other", "shop/web"], config.Pipelines.Select(p => p.Key));
        Assert.Equal(1, config.Pipelines[1].Generation);

        await bed.ApplyAsync(Manifests.Pipeline(dropIf: "severity < WARN"));
        await bed.PipelineAsync("web", p => p.Status?.RunningGeneration == 3);
        Assert.Equal(3, (await bed.PublishedAsync()).Pipelines[1].Generation);
    }

    [Fact]
    public async Task An_invalid_pipeline_disturbs_no_other_one()
    {
        await using var bed = await OperatorBed.InstallAsync(cluster);
        await bed.StartAsync();
        await bed.ApplyAsync(Manifests.Source + Manifests.Store + Manifests.Pipeline());
        var before = await bed.PipelineAsync("web", p => p.Status?.Conditions.Of("Ready")?.Status == "True");

        await bed.ApplyAsync(Manifests.Pipeline("bad", dropIf: "nonsense ("));
        var bad = await bed.PipelineAsync("bad", p => p.Status?.Conditions.Of("Accepted")?.Status == "False");

        Assert.NotNull(bad!.Status!.Conditions.Of("Stalled"));
        Assert.Equal("shop/web", Assert.Single((await bed.PublishedAsync()).Pipelines).Key);
        Assert.Equal(before!.Metadata.ResourceVersion, (await bed.PipelineAsync())!.Metadata.ResourceVersion);
        var events = await OperatorBed.EventuallyAsync(
            () => bed.Client.ListAsync(Event.Resource, "shop"), list => list.Items.Any(e => e.Regarding?.Name == "bad" && e.Type == "Warning"));
        Assert.Contains(events.Items, e => e.Regarding?.Name == "bad" && e.Reason == "InvalidExpression");
    }

    [Fact]
    public async Task An_object_that_cannot_be_read_is_told_so_and_disturbs_no_other()
    {
        await using var bed = await OperatorBed.InstallAsync(cluster);
        await bed.StartAsync();
        await bed.ApplyAsync(Manifests.Source + Manifests.Store + Manifests.Pipeline());
        await bed.PipelineAsync("web", p => p.Status?.Conditions.Of("Ready")?.Status == "True");

        // A duration as the schema wants it, but longer than any that can be held. The typed client cannot read it either.
        await bed.ApplyAsync("""
            apiVersion: logoperator.io/v1alpha1
            kind: LogPipeline
            metadata: {name: unreadable, namespace: shop}
            spec: {sources: [{name: web}], stores: [{name: out}], delivery: {drainTimeout: 999999999h} }
            """);
        var reason = await OperatorBed.EventuallyAsync(
            () => bed.KubectlAsync("get", "logpipeline", "unreadable", "--namespace=shop", "-o", "jsonpath={.status.conditions[?(@.type==\"Accepted\")].reason}"), text => text.Length > 0);
        await bed.ApplyAsync(Manifests.Pipeline("other"));
        await bed.PipelineAsync("other", p => p.Status?.Conditions.Of("Ready")?.Status == "True");

        Assert.Equal("InvalidSpec", reason);
        Assert.Equal(["shop/other", "shop/web"], (await bed.PublishedAsync()).Pipelines.Select(p => p.Key));
    }

    [Fact]
    public async Task What_somebody_else_changed_or_removed_is_repaired()
    {
        await using var bed = await OperatorBed.InstallAsync(cluster);
        await bed.StartAsync();
        await bed.ApplyAsync(Manifests.Source + Manifests.Store + Manifests.Pipeline());
        await bed.PipelineAsync("web", p => p.Status?.Conditions.Of("Ready")?.Status == "True");
        var shard = Operator.Resources.Names.ConfigSecret("default", Pipeline.Configuration.AgentConfigShards.IndexOf("shop"));

        await bed.KubectlAsync("delete", "secret", shard, "--namespace=log-operator-agents");
        await OperatorBed.EventuallyAsync(() => bed.PublishedAsync(), c => c.Pipelines.Count == 1);
        await bed.KubectlAsync("label", "secret", shard, "--namespace=log-operator-agents", "logoperator.io/content=nothing", "--overwrite");
        await OperatorBed.EventuallyAsync(
            () => bed.Client.GetAsync(Secret.Resource, "log-operator-agents", shard), s => s.Label("logoperator.io/content") == "config");
        await bed.KubectlAsync("set", "image", "daemonset/logagent-default", "agent=other:1", "--namespace=log-operator-agents");
        await OperatorBed.EventuallyAsync(
            () => bed.Client.GetAsync(DaemonSet.Resource, "log-operator-agents", "logagent-default"),
            d => d.Spec!.Template.Spec!.Containers![0].Image == "localhost/log-operator/agent:dev");
        await bed.KubectlAsync("delete", "daemonset,serviceaccount", "logagent-default", "--namespace=log-operator-agents");
        await OperatorBed.EventuallyAsync(() => bed.Client.FindAsync(DaemonSet.Resource, "log-operator-agents", "logagent-default"), d => d is not null);
        await OperatorBed.EventuallyAsync(() => bed.Client.FindAsync(ServiceAccount.Resource, "log-operator-agents", "logagent-default"), a => a is not null);
    }

    [Fact]
    public async Task Nothing_is_written_while_nothing_changes()
    {
        await using var bed = await OperatorBed.InstallAsync(cluster);
        await bed.StartAsync();
        await bed.ApplyAsync(Manifests.Source + Manifests.Store + Manifests.Pipeline());
        await bed.PipelineAsync("web", p => p.Status?.Conditions.Of("Ready")?.Status == "True");

        // An edit of another namespace's pipeline is a pass of the operator over everything.
        var before = await VersionsAsync(bed);
        await bed.ApplyAsync(Manifests.Pipeline("other"));
        await bed.PipelineAsync("other", p => p.Status?.Conditions.Of("Ready")?.Status == "True");
        var after = await VersionsAsync(bed);

        var shard = Operator.Resources.Names.ConfigSecret("default", Pipeline.Configuration.AgentConfigShards.IndexOf("shop"));
        Assert.Equal([shard], after.Where(v => before.GetValueOrDefault(v.Key) != v.Value).Select(v => v.Key));
    }

    [Fact]
    public async Task Credentials_follow_their_secret()
    {
        await using var bed = await OperatorBed.InstallAsync(cluster);
        await bed.StartAsync();
        await bed.ApplyAsync(Manifests.Source + Manifests.Pipeline(store: "http") + """
            apiVersion: logoperator.io/v1alpha1
            kind: LogStore
            metadata: {name: http, namespace: shop}
            spec: {http: {url: "https://logs.example"}, auth: {bearer: {secretRef: {name: token}}}}
            """);
        var missing = await bed.StoreAsync("http", s => s.Status?.Conditions.Of("ResolvedRefs")?.Status == "False");
        Assert.Equal("SecretNotFound", missing!.Status!.Conditions.Of("ResolvedRefs")!.Reason);

        await bed.KubectlAsync("create", "secret", "generic", "token", "--namespace=shop", "--from-literal=other=1");
        await bed.StoreAsync("http", s => s.Status?.Conditions.Of("ResolvedRefs")?.Reason == "SecretKeyMissing");
        await bed.ApplyAsync("{apiVersion: v1, kind: Secret, metadata: {name: token, namespace: shop}, stringData: {token: first}}");
        await bed.PipelineAsync("web", p => p.Status?.Conditions.Of("Ready")?.Status == "True");
        Assert.Equal("first", await CredentialAsync(bed, "shop_token_token"));

        await bed.ApplyAsync("{apiVersion: v1, kind: Secret, metadata: {name: token, namespace: shop}, stringData: {token: second}}");
        await OperatorBed.EventuallyAsync(() => CredentialAsync(bed, "shop_token_token"), v => v == "second");
        var published = Encoding.UTF8.GetString(Operator.Publishing.ConfigCodec.ToJson(await bed.PublishedAsync()));
        Assert.DoesNotContain("second", published, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_log_agent_that_is_gone_nothing_stays()
    {
        await using var bed = await OperatorBed.InstallAsync(cluster);
        await bed.StartAsync();
        await bed.ApplyAsync("{apiVersion: logoperator.io/v1alpha1, kind: LogAgent, metadata: {name: edge}, spec: {nodeSelector: {edge: \"true\"}}}");
        await OperatorBed.EventuallyAsync(() => bed.Client.FindAsync(DaemonSet.Resource, "log-operator-agents", "logagent-edge"), d => d is not null);
        await OperatorBed.EventuallyAsync(
            () => bed.Client.FindAsync(LogAgent.Resource, null, "edge"), a => a?.Status?.Conditions.Of("Available") is { Status: "True" });

        await bed.KubectlAsync("delete", "logagent", "edge");
        await OperatorBed.EventuallyAsync(() => bed.Client.FindAsync(DaemonSet.Resource, "log-operator-agents", "logagent-edge"), d => d is null);
        await OperatorBed.EventuallyAsync(
            () => bed.Client.ListAsync(Secret.Resource, "log-operator-agents", new ListOptions { LabelSelector = "logoperator.io/agent=edge" }), list => list.Items.Count == 0);

        // Without any, one with all defaults is assumed.
        await OperatorBed.EventuallyAsync(() => bed.Client.FindAsync(DaemonSet.Resource, "log-operator-agents", "logagent-default"), d => d is not null);
    }

    private static (string, string?) Accepted(LogPipeline pipeline)
    {
        var condition = pipeline.Status!.Conditions.Of("Accepted")!;
        return (condition.Status, condition.Reason);
    }

    private static async Task<string?> CredentialAsync(OperatorBed bed, string key)
    {
        var name = Operator.Resources.Names.CredentialsSecret("default", Pipeline.Configuration.AgentConfigShards.IndexOf("shop"));
        var secret = await bed.Client.GetAsync(Secret.Resource, "log-operator-agents", name);
        return secret.Data?.TryGetValue(key, out var value) == true ? Encoding.UTF8.GetString(value) : null;
    }

    private static async Task<Dictionary<string, string?>> VersionsAsync(OperatorBed bed)
    {
        var secrets = await bed.Client.ListAsync(Secret.Resource, "log-operator-agents");
        var daemonSets = await bed.Client.ListAsync(DaemonSet.Resource, "log-operator-agents");
        var pipelines = await bed.Client.ListAsync(LogPipeline.Resource, "shop");
        return secrets.Items.Select(o => (o.Name(), o.Metadata.ResourceVersion))
            .Concat(daemonSets.Items.Select(o => (o.Name(), o.Metadata.Generation?.ToString(System.Globalization.CultureInfo.InvariantCulture))))
            .Concat(pipelines.Items.Where(p => p.Name() == "web").Select(o => ("pipeline web", o.Metadata.ResourceVersion)))
            .ToDictionary(v => v.Item1, v => v.Item2);
    }
}
