using System.Text.Json.Nodes;
using LogOperator.Crds.Schema;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Objects;
using LogOperator.TestKit.Kubernetes;

namespace LogOperator.Crds.Tests.Schema;

/// <summary>A real API server that has our definitions.</summary>
public sealed class CrdServer : IAsyncLifetime
{
    public static readonly KubeResource<UnstructuredObject> Definitions = new(
        "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", namespaced: false, KubernetesJson.Default.UnstructuredObject);

    private readonly ApiServerFixture server = new();
    private KubeClient? client;

    /// <summary>Skips the test, or fails it in CI, where no API server is found.</summary>
    public KubeClient Client => client ?? throw new InvalidOperationException(server.Kubeconfig);

    public async ValueTask InitializeAsync()
    {
        await server.InitializeAsync();
        try
        {
            client = new KubeClient(KubeConfig.Load(server.Kubeconfig));
        }
        catch (Exception) when (client is null)
        {
            // Nothing was found: each test says so itself when it asks for the client.
            return;
        }

        foreach (var crd in CrdGenerator.Generate())
        {
            await client.ApplyAsync(Definitions, new UnstructuredObject(crd), new ApplyOptions("test"));
        }

        foreach (var crd in CrdGenerator.Generate())
        {
            await WaitUntilServedAsync((string)crd["metadata"]!["name"]!);
        }
    }

    public async ValueTask DisposeAsync()
    {
        client?.Dispose();
        await server.DisposeAsync();
    }

    /// <summary>The resource that an object belongs to.</summary>
    public static KubeResource<UnstructuredObject> ResourceOf(JsonObject obj)
    {
        var spec = SchemaBoundTests.CrdOf(obj)["spec"]!;
        return new KubeResource<UnstructuredObject>(
            (string)spec["group"]!, "v1alpha1", (string)spec["names"]!["plural"]!, (string)obj["kind"]!,
            (string)spec["scope"]! == "Namespaced", KubernetesJson.Default.UnstructuredObject);
    }

    /// <summary>What the server says against an object; null if it takes it.</summary>
    public async Task<string?> RefusalAsync(JsonObject obj)
    {
        try
        {
            await Client.ApplyAsync(ResourceOf(obj), new UnstructuredObject(obj.DeepClone().AsObject()), new ApplyOptions("test", DryRun: true));
            return null;
        }
        catch (KubeException e) when (e.IsInvalid || e.StatusCode == System.Net.HttpStatusCode.InternalServerError)
        {
            return e.Message;
        }
    }

    private async Task WaitUntilServedAsync(string name)
    {
        await foreach (var change in Client.WatchAsync(Definitions, null, new WatchOptions { FieldSelector = $"metadata.name={name}" }))
        {
            var conditions = change.Object!.Json["status"]?["conditions"]?.AsArray() ?? [];
            if (conditions.Any(c => (string?)c!["type"] == "Established" && (string?)c["status"] == "True"))
            {
                return;
            }
        }
    }
}
