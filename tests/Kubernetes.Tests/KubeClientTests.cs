using System.Globalization;
using System.Text.Json.Nodes;
using LogOperator.Kubernetes.Objects;
using LogOperator.TestKit.Kubernetes;

namespace LogOperator.Kubernetes.Tests;

[Collection(ApiServerTests.Name)]
[Trait("Category", "Integration")]
public sealed class KubeClientTests(ApiServerFixture server) : IDisposable
{
    private static readonly ApplyOptions Apply = new("test");
    private readonly KubeClient client = new(KubeConfig.Load(server.Kubeconfig));

    public void Dispose() => client.Dispose();

    [Fact]
    public async Task Server_tells_its_version()
    {
        var version = await client.GetVersionAsync();
        Assert.StartsWith("v1.", version.GitVersion);
        Assert.Equal("ok", await client.GetTextAsync("/readyz"));
    }

    [Fact]
    public async Task Object_is_created_read_replaced_and_deleted()
    {
        var ns = await Some.NamespaceAsync(client);
        var created = await client.CreateAsync(ConfigMap.Resource, Some.ConfigMap(ns, "a", "1"));
        Assert.NotNull(created.Metadata.Uid);
        Assert.Equal("ConfigMap", created.Kind);

        var read = await client.GetAsync(ConfigMap.Resource, ns, "a");
        Assert.Equal("1", read.Data!["k"]);
        var replaced = await client.ReplaceAsync(ConfigMap.Resource, read with { Data = new Dictionary<string, string> { ["k"] = "2" } });
        Assert.Equal("2", replaced.Data!["k"]);
        var stale = await Assert.ThrowsAsync<KubeException>(() => client.ReplaceAsync(ConfigMap.Resource, read));
        Assert.True(stale.IsConflict);

        var twice = await Assert.ThrowsAsync<KubeException>(() => client.CreateAsync(ConfigMap.Resource, Some.ConfigMap(ns, "a")));
        Assert.True(twice.IsAlreadyExists);
        Assert.False(twice.IsConflict);
        await client.DeleteAsync(ConfigMap.Resource, ns, "a");
        Assert.Null(await client.FindAsync(ConfigMap.Resource, ns, "a"));
        Assert.True((await Assert.ThrowsAsync<KubeException>(() => client.GetAsync(ConfigMap.Resource, ns, "a"))).IsNotFound);
    }

    [Fact]
    public async Task Delete_respects_its_preconditions()
    {
        var ns = await Some.NamespaceAsync(client);
        var created = await client.CreateAsync(ConfigMap.Resource, Some.ConfigMap(ns, "a"));
        var refused = await Assert.ThrowsAsync<KubeException>(() => client.DeleteAsync(ConfigMap.Resource, ns, "a", new DeleteOptions { Uid = Guid.NewGuid().ToString() }));
        Assert.True(refused.IsConflict);
        await client.DeleteAsync(ConfigMap.Resource, ns, "a", new DeleteOptions { Uid = created.Metadata.Uid, PropagationPolicy = "Background" });
        Assert.Null(await client.FindAsync(ConfigMap.Resource, ns, "a"));
    }

    [Fact]
    public async Task List_reads_every_page()
    {
        var ns = await Some.NamespaceAsync(client);
        for (var i = 0; i < 25; i++)
        {
            await client.CreateAsync(ConfigMap.Resource, Some.ConfigMap(ns, $"c{i:00}"));
        }

        var page = await client.ListPageAsync(ConfigMap.Resource, ns, new ListOptions { Limit = 10 });
        Assert.Equal(10, page.Items.Count);
        Assert.NotNull(page.Metadata.Continue);
        var all = await client.ListAsync(ConfigMap.Resource, ns, new ListOptions { Limit = 10 });
        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"c{i:00}"), all.Items.Select(c => c.Name()).Order());
        Assert.False(string.IsNullOrEmpty(all.Metadata.ResourceVersion));
    }

    [Fact]
    public async Task Watch_reports_additions_changes_deletions_and_bookmarks_are_asked_for()
    {
        var ns = await Some.NamespaceAsync(client);
        var version = (await client.ListAsync(ConfigMap.Resource, ns)).Metadata.ResourceVersion;
        var seen = new List<string>();
        var watch = Task.Run(async () =>
        {
            await foreach (var change in client.WatchAsync(ConfigMap.Resource, ns, new WatchOptions { ResourceVersion = version, Timeout = TimeSpan.FromSeconds(30) }))
            {
                if (change.Object is { } map)
                {
                    seen.Add($"{change.Type} {map.Data!["k"]}");
                }

                if (change.Type == WatchEventType.Deleted)
                {
                    return;
                }
            }
        });
        await client.CreateAsync(ConfigMap.Resource, Some.ConfigMap(ns, "a", "1"));
        await client.PatchAsync(ConfigMap.Resource, ns, "a", KubePatch.Merge(new JsonObject { ["data"] = new JsonObject { ["k"] = "2" } }));
        await client.DeleteAsync(ConfigMap.Resource, ns, "a");
        await watch;
        Assert.Equal(["Added 1", "Modified 2", "Deleted 2"], seen);
    }

    [Fact]
    public async Task Watch_ends_after_its_time_and_a_bookmark_moves_the_version()
    {
        var ns = await Some.NamespaceAsync(client);
        var version = (await client.ListAsync(ConfigMap.Resource, ns)).Metadata.ResourceVersion;
        await client.CreateAsync(ConfigMap.Resource, Some.ConfigMap(ns, "a"));
        ConfigMap? elsewhere = null;
        var bookmarks = new List<string?>();
        await foreach (var change in client.WatchAsync(ConfigMap.Resource, ns, new WatchOptions { ResourceVersion = version, Timeout = TimeSpan.FromSeconds(4) }))
        {
            // Only what happens once the watch stands makes a bookmark.
            if (change.Type == WatchEventType.Added)
            {
                elsewhere = await client.CreateAsync(ConfigMap.Resource, Some.ConfigMap("default", Some.NewName("other")));
            }
            else
            {
                bookmarks.Add(change.ResourceVersion);
            }
        }

        // The server sends a last bookmark two seconds before it ends a watch.
        Assert.Contains(bookmarks, b => long.Parse(b!, CultureInfo.InvariantCulture) >= long.Parse(elsewhere!.Metadata.ResourceVersion!, CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Apply_owns_its_fields_and_removes_what_it_no_longer_names()
    {
        var ns = await Some.NamespaceAsync(client);
        ConfigMap Map(params (string Key, string Value)[] data) => new() { Metadata = new ObjectMeta { Name = "a", Namespace = ns }, Data = data.ToDictionary(d => d.Key, d => d.Value) };
        await client.ApplyAsync(ConfigMap.Resource, Map(("x", "1"), ("y", "1")), new ApplyOptions("one"));
        var both = await client.ApplyAsync(ConfigMap.Resource, Map(("z", "2")), new ApplyOptions("two"));
        Assert.Equal(3, both.Data!.Count);
        var conflict = await Assert.ThrowsAsync<KubeException>(() => client.ApplyAsync(ConfigMap.Resource, Map(("x", "2")), new ApplyOptions("two", Force: false)));
        Assert.True(conflict.IsConflict);
        Assert.Equal(".data.x", Assert.Single(conflict.Status.Details!.Causes!).Field);
        var less = await client.ApplyAsync(ConfigMap.Resource, Map(("x", "3")), new ApplyOptions("one"));
        Assert.Equal(new Dictionary<string, string> { ["x"] = "3", ["z"] = "2" }, less.Data);
        await client.ApplyAsync(ConfigMap.Resource, Map(("x", "4")), new ApplyOptions("one", DryRun: true));
        Assert.Equal("3", (await client.GetAsync(ConfigMap.Resource, ns, "a")).Data!["x"]);
    }

    [Fact]
    public async Task Object_that_was_read_can_be_applied_again()
    {
        var ns = await Some.NamespaceAsync(client);
        await client.CreateAsync(ConfigMap.Resource, Some.ConfigMap(ns, "a"));
        var resource = await client.FindResourceAsync("v1", "ConfigMap");
        var read = await client.GetAsync(resource!, ns, "a");
        Assert.NotNull(read.Json["metadata"]!["managedFields"]);
        ((JsonObject)read.Json["metadata"]!).Remove("resourceVersion");
        await client.ApplyAsync(resource!, read, Apply);
    }

    [Fact]
    public async Task Status_is_written_apart_from_spec()
    {
        var ns = await Some.NamespaceAsync(client);
        var pod = await client.CreateAsync(Pod.Resource, new Pod
        {
            Metadata = new ObjectMeta { Name = "a", Namespace = ns },
            Spec = new PodSpec { Containers = [new Container { Name = "c", Image = "i" }] },
        });
        await client.ApplyStatusAsync(Pod.Resource, new Pod { Metadata = new ObjectMeta { Name = "a", Namespace = ns }, Status = new PodStatus { Phase = "Running", PodIp = "10.1.2.3" } }, Apply);
        await client.PatchStatusAsync(Pod.Resource, ns, "a", KubePatch.Merge(new JsonObject { ["status"] = new JsonObject { ["message"] = "hello" }, ["spec"] = new JsonObject { ["nodeName"] = "x" } }));
        var read = await client.GetAsync(Pod.Resource, ns, "a");
        Assert.Equal(("Running", "10.1.2.3", "hello", null), (read.Status!.Phase, read.Status.PodIp, read.Status.Message, read.Spec!.NodeName));
        Assert.Equal(pod.Metadata.Uid, read.Metadata.Uid);
    }

    [Fact]
    public async Task Json_patch_tests_before_it_writes()
    {
        var ns = await Some.NamespaceAsync(client);
        await client.CreateAsync(ConfigMap.Resource, Some.ConfigMap(ns, "a", "1"));
        JsonArray Patch(string expected) => [
            new JsonObject { ["op"] = "test", ["path"] = "/data/k", ["value"] = expected },
            new JsonObject { ["op"] = "replace", ["path"] = "/data/k", ["value"] = "2" }];
        await Assert.ThrowsAsync<KubeException>(() => client.PatchAsync(ConfigMap.Resource, ns, "a", KubePatch.Json(Patch("0"))));
        Assert.Equal("2", (await client.PatchAsync(ConfigMap.Resource, ns, "a", KubePatch.Json(Patch("1")))).Data!["k"]);
    }

    [Fact]
    public async Task Refusal_of_an_invalid_object_names_the_field()
    {
        var ns = await Some.NamespaceAsync(client);
        var refused = await Assert.ThrowsAsync<KubeException>(() => client.CreateAsync(Pod.Resource, new Pod { Metadata = new ObjectMeta { Name = "a", Namespace = ns }, Spec = new PodSpec { Containers = [] } }));
        Assert.True(refused.IsInvalid);
        Assert.Contains(refused.Status.Details!.Causes!, c => c.Field == "spec.containers");
        Assert.Contains("spec.containers", refused.Message);
    }

    [Fact]
    public async Task Kinds_without_a_type_are_applied_as_plain_json()
    {
        var name = Some.NewName("w");
        var group = $"{name}.example.com";
        var definitions = await client.FindResourceAsync("apiextensions.k8s.io/v1", "CustomResourceDefinition");
        await client.ApplyAsync(definitions!, UnstructuredObject.Parse(System.Text.Encoding.UTF8.GetBytes($$$"""
            {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "widgets.{{{group}}}" },
             "spec": {"group": "{{{group}}}", "scope": "Namespaced", "names": {"plural": "widgets", "kind": "Widget"},
              "versions": [{"name": "v1", "served": true, "storage": true, "subresources": {"status": {}},
               "schema": {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": true} } }]} }
            """)), Apply);
        KubeResource<UnstructuredObject>? widgets = null;
        await Eventually.TrueAsync(async () => (widgets = await client.FindResourceAsync($"{group}/v1", "Widget")) is not null, "the new kind is served");
        var ns = await Some.NamespaceAsync(client);
        var made = await client.ApplyAsync(widgets!, UnstructuredObject.Parse(System.Text.Encoding.UTF8.GetBytes($$$"""{"metadata": {"name": "a", "namespace": "{{{ns}}}" }, "spec": {"size": 3}}""")), Apply);
        Assert.Equal("Widget", made.Kind);
        Assert.Equal("a", Assert.Single((await client.ListAsync(widgets!, ns)).Items).Name());
        await client.DeleteAsync(definitions!, null, $"widgets.{group}");
        Assert.Null(await client.FindResourceAsync("no.such.group/v1", "Widget"));
    }

    [Fact]
    public async Task Secret_data_are_bytes()
    {
        var ns = await Some.NamespaceAsync(client);
        byte[] bytes = [0, 1, 2, 0xff];
        await client.CreateAsync(Secret.Resource, new Secret { Metadata = new ObjectMeta { Name = "a", Namespace = ns }, Data = new Dictionary<string, byte[]> { ["b"] = bytes }, StringData = new Dictionary<string, string> { ["s"] = "text" } });
        var read = await client.GetAsync(Secret.Resource, ns, "a");
        Assert.Equal(bytes, read.Data!["b"]);
        Assert.Equal("text"u8.ToArray(), read.Data["s"]);
    }

    [Fact]
    public async Task Call_that_the_user_has_no_right_to_is_forbidden()
    {
        using var plain = new KubeClient(new KubeConfig { Server = server.Server, CertificateAuthorities = KubeConfig.Load(server.Kubeconfig).CertificateAuthorities, Token = ApiServerFixture.UnprivilegedToken });
        Assert.True((await Assert.ThrowsAsync<KubeException>(() => plain.ListAsync(Secret.Resource, "default"))).IsForbidden);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("")]
    public void Name_that_would_lead_to_another_path_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => { _ = client.GetAsync(ConfigMap.Resource, "default", name); });

    [Fact]
    public void Namespaced_kind_needs_a_namespace() =>
        Assert.Throws<ArgumentException>(() => { _ = client.CreateAsync(ConfigMap.Resource, new ConfigMap { Metadata = new ObjectMeta { Name = "a" } }); });
}
