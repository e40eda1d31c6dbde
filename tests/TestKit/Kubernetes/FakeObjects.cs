using System.Globalization;
using System.Text.Json.Nodes;

namespace LogOperator.TestKit.Kubernetes;

/// <summary>The objects of a <see cref="FakeApiServer" /> and the log of their changes. Safe for concurrent use.</summary>
internal sealed class FakeObjects
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, JsonObject> objects = new(StringComparer.Ordinal);
    private readonly List<Change> log = [];
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long version = 1;
    private long compacted;

    public sealed record Change(long Version, string Type, FakePath Path, JsonObject Object);

    public long Version
    {
        get
        {
            lock (gate)
            {
                return this.version;
            }
        }
    }

    /// <summary>Completes with the next change or interruption.</summary>
    public Task Changed
    {
        get
        {
            lock (gate)
            {
                return this.changed.Task;
            }
        }
    }

    /// <summary>Forgets changes, so that watches that have not seen them get 410.</summary>
    public void Compact()
    {
        lock (gate)
        {
            compacted = this.version;
            log.Clear();
        }
    }

    public (IReadOnlyList<JsonObject> Items, long Version) List(FakePath collection)
    {
        lock (gate)
        {
            return ([.. objects.Where(o => collection.Contains(o.Key)).Select(o => (JsonObject)o.Value.DeepClone())], this.version);
        }
    }

    /// <summary>The changes after a version and the version that they lead to; null where that version is too old.</summary>
    public (IReadOnlyList<Change> Changes, long Version)? Since(FakePath collection, long version)
    {
        lock (gate)
        {
            return version < compacted ? null : ([.. log.Where(c => c.Version > version && collection.Contains(c.Path.Key))], this.version);
        }
    }

    public JsonObject? Get(FakePath path)
    {
        lock (gate)
        {
            return (JsonObject?)objects.GetValueOrDefault(path.Key)?.DeepClone();
        }
    }

    public JsonObject Put(FakePath path, JsonObject obj)
    {
        lock (gate)
        {
            var old = objects.GetValueOrDefault(path.Key);
            obj = (JsonObject)obj.DeepClone();
            var metadata = obj["metadata"] as JsonObject ?? [];
            obj["metadata"] ??= metadata;
            metadata["name"] ??= path.Name;
            if (path.Namespace is not null)
            {
                metadata["namespace"] = path.Namespace;
            }

            metadata["uid"] = (old?["metadata"]?["uid"] ?? Guid.NewGuid().ToString()).ToString();
            metadata["resourceVersion"] = (++this.version).ToString(CultureInfo.InvariantCulture);
            objects[path.Key] = obj;
            Tell(new Change(this.version, old is null ? "ADDED" : "MODIFIED", path, obj));
            return (JsonObject)obj.DeepClone();
        }
    }

    public JsonObject? Delete(FakePath path)
    {
        lock (gate)
        {
            if (!objects.Remove(path.Key, out var old))
            {
                return null;
            }

            old["metadata"]!["resourceVersion"] = (++this.version).ToString(CultureInfo.InvariantCulture);
            Tell(new Change(this.version, "DELETED", path, old));
            return old;
        }
    }

    public void Interrupt()
    {
        lock (gate)
        {
            Wake();
        }
    }

    private void Tell(Change change)
    {
        log.Add(change);
        Wake();
    }

    private void Wake()
    {
        var changed = this.changed;
        this.changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }
}
