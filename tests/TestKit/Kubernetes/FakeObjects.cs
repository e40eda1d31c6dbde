using System.Globalization;
using System.Text.Json.Nodes;

namespace LogOperator.TestKit.Kubernetes;

/// <summary>The objects of a <see cref="FakeApiServer" /> and the log of their changes. Safe for concurrent use.</summary>
internal sealed class FakeObjects
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, JsonObject> _objects = new(StringComparer.Ordinal);
    private readonly List<Change> _log = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _version = 1;
    private long _compacted;

    public sealed record Change(long Version, string Type, FakePath Path, JsonObject Object);

    public long Version
    {
        get
        {
            lock (_gate)
                return _version;
        }
    }

    /// <summary>Completes with the next change or interruption.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate)
                return _changed.Task;
        }
    }

    /// <summary>Forgets changes, so that watches that start before now get 410.</summary>
    public void Compact()
    {
        lock (_gate)
        {
            _compacted = _version;
            _log.Clear();
        }
    }

    public bool IsCompacted(long version)
    {
        lock (_gate)
            return version < _compacted;
    }

    public (IReadOnlyList<JsonObject> Items, long Version) List(FakePath collection)
    {
        lock (_gate)
            return ([.. _objects.Where(o => collection.Contains(o.Key)).Select(o => (JsonObject)o.Value.DeepClone())], _version);
    }

    public IReadOnlyList<Change> Since(FakePath collection, long version)
    {
        lock (_gate)
            return [.. _log.Where(c => c.Version > version && collection.Contains(c.Path.Key))];
    }

    public JsonObject? Get(FakePath path)
    {
        lock (_gate)
            return (JsonObject?)_objects.GetValueOrDefault(path.Key)?.DeepClone();
    }

    public JsonObject Put(FakePath path, JsonObject obj)
    {
        lock (_gate)
        {
            var old = _objects.GetValueOrDefault(path.Key);
            obj = (JsonObject)obj.DeepClone();
            var metadata = obj["metadata"] as JsonObject ?? [];
            obj["metadata"] ??= metadata;
            metadata["name"] ??= path.Name;
            if (path.Namespace is not null)
                metadata["namespace"] = path.Namespace;
            metadata["uid"] = (old?["metadata"]?["uid"] ?? Guid.NewGuid().ToString()).ToString();
            metadata["resourceVersion"] = (++_version).ToString(CultureInfo.InvariantCulture);
            _objects[path.Key] = obj;
            Tell(new Change(_version, old is null ? "ADDED" : "MODIFIED", path, obj));
            return (JsonObject)obj.DeepClone();
        }
    }

    public JsonObject? Delete(FakePath path)
    {
        lock (_gate)
        {
            if (!_objects.Remove(path.Key, out var old))
                return null;
            old["metadata"]!["resourceVersion"] = (++_version).ToString(CultureInfo.InvariantCulture);
            Tell(new Change(_version, "DELETED", path, old));
            return old;
        }
    }

    public void Interrupt()
    {
        lock (_gate)
            Wake();
    }

    private void Tell(Change change)
    {
        _log.Add(change);
        Wake();
    }

    private void Wake()
    {
        var changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }
}
