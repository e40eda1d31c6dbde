using LogOperator.Kubernetes.Objects;
using LogOperator.TestKit.Kubernetes;

namespace LogOperator.Kubernetes.Tests;

/// <summary>Objects and clients for tests.</summary>
internal static class Some
{
    public static string NewName(string prefix) => $"{prefix}-{Guid.NewGuid():n}"[..(prefix.Length + 9)];

    public static ConfigMap ConfigMap(string ns, string name, string value = "v") => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = ns },
        Data = new Dictionary<string, string> { ["k"] = value },
    };

    public static async Task<string> NamespaceAsync(KubeClient client)
    {
        var name = NewName("test");
        await client.CreateAsync(LogOperator.Kubernetes.Objects.Namespace.Resource, new Namespace { Metadata = new ObjectMeta { Name = name } });
        return name;
    }

    public static KubeClient Client(FakeApiServer fake, KubeClientOptions? options = null, TimeProvider? time = null) =>
        new(new KubeConfig { Server = fake.Server }, options, time);
}
