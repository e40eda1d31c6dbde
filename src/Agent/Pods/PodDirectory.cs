using System.Collections.Concurrent;
using LogOperator.Kubernetes.Objects;
using LogOperator.Kubernetes.Watching;
using LogOperator.Pipeline.Sources;

namespace LogOperator.Agent.Pods;

/// <summary>The node's pods as the API server tells them. One that is gone is known for a while longer: its last lines are still to be read.</summary>
/// <param name="time">The clock.</param>
internal sealed class PodDirectory(TimeProvider time) : IPodDirectory
{
    /// <summary>How long a pod that is gone stays known.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(string Namespace, string Name, string Uid), PodInfo> pods = new();
    private readonly ConcurrentQueue<((string Namespace, string Name, string Uid) Key, DateTimeOffset At)> gone = new();
    private readonly ConcurrentDictionary<(string Namespace, string Name, string Uid), DateTimeOffset> goneAt = new();
    private long version;

    /// <inheritdoc/>
    public long Version => Interlocked.Read(ref version);

    /// <summary>How many pods are known.</summary>
    public int Count => pods.Count;

    /// <inheritdoc/>
    public PodInfo? Find(string @namespace, string name, string uid) => pods.GetValueOrDefault((@namespace, name, uid));

    /// <summary>Follows a store of pods until disposed.</summary>
    public IDisposable Follow(Store<Pod> store) => store.Subscribe(OnChange);

    /// <summary>Takes one change in.</summary>
    internal void OnChange(StoreChange<Pod> change)
    {
        Forget();
        var now = time.GetUtcNow();
        if (change.New is { } pod)
        {
            Know(pod);
        }
        else if (change.Old is { } old)
        {
            // What the last form said counts: labels may have changed with the deletion.
            Know(old);
            goneAt[Key(old)] = now;
            gone.Enqueue((Key(old), now));
        }
    }

    private void Know(Pod pod)
    {
        var key = Key(pod);
        var info = PodTranslation.ToInfo(pod);
        goneAt.TryRemove(key, out _);
        if (pods.TryGetValue(key, out var known) && PodTranslation.Same(known, info))
        {
            return;
        }

        pods[key] = info;
        Interlocked.Increment(ref version);
    }

    private void Forget()
    {
        var before = time.GetUtcNow() - Memory;
        while (gone.TryPeek(out var oldest) && oldest.At <= before)
        {
            gone.TryDequeue(out _);

            // A mirror pod may have come back under the same key.
            if (goneAt.TryGetValue(oldest.Key, out var at) && at == oldest.At)
            {
                goneAt.TryRemove(oldest.Key, out _);
                pods.TryRemove(oldest.Key, out _);
                Interlocked.Increment(ref version);
            }
        }
    }

    private static (string Namespace, string Name, string Uid) Key(Pod pod) =>
        (pod.Metadata.Namespace ?? "", pod.Metadata.Name ?? "", PodTranslation.DirectoryUid(pod));
}
