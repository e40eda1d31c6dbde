using LogOperator.Pipeline.Sources;

namespace LogOperator.Pipeline.Tests.Sources.ContainerLogs;

/// <summary>Pods that the test adds and removes.</summary>
internal sealed class FakePods : IPodDirectory
{
    private readonly Dictionary<string, PodInfo> pods = [];

    public long Version { get; private set; }

    /// <summary>Adds a pod whose directory carries the given uid, which differs from the API's for static pods.</summary>
    public void Add(string @namespace, string name, string uid, IReadOnlyDictionary<string, string> labels, string? directoryUid = null)
    {
        pods[directoryUid ?? uid] = new PodInfo(@namespace, name, uid, labels, "node-1", DateTimeOffset.UnixEpoch);
        Version++;
    }

    public void Remove(string directoryUid)
    {
        pods.Remove(directoryUid);
        Version++;
    }

    public PodInfo? Find(string @namespace, string name, string uid) =>
        pods.TryGetValue(uid, out var pod) && pod.Namespace == @namespace && pod.Name == name ? pod : null;
}
