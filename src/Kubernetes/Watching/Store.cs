using System.Collections.Concurrent;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Kubernetes.Watching;

/// <summary>
/// The objects of one kind as last seen, keyed by namespace and name. Written by its informer alone; reads are safe at any time and see each object whole.
/// </summary>
/// <typeparam name="T">Type of the objects.</typeparam>
public sealed class Store<T>
    where T : class, IKubeObject
{
    private readonly ConcurrentDictionary<ObjectKey, T> objects = new();
    private readonly ConcurrentDictionary<ObjectKey, UndecodableObject> undecodable = new();
    private readonly Lock gate = new();
    private Action<StoreChange<T>>[] observers = [];
    private volatile IReadOnlyList<T>? snapshot;

    internal Store()
    {
    }

    /// <summary>How many objects there are.</summary>
    public int Count => this.objects.Count;

    /// <summary>All objects at one moment, in no particular order; the same list until something changes.</summary>
    public IReadOnlyList<T> Snapshot()
    {
        if (this.snapshot is { } snapshot)
        {
            return snapshot;
        }

        lock (gate)
        {
            return this.snapshot ??= [.. this.objects.Values];
        }
    }

    /// <summary>Objects whose present state could not be decoded. One that could be before is still found in its last good state.</summary>
    public IReadOnlyCollection<UndecodableObject> Undecodable => [.. this.undecodable.Values];

    /// <summary>The object, or null.</summary>
    public T? Get(ObjectKey key) => this.objects.GetValueOrDefault(key);

    /// <summary>The object, or null.</summary>
    public T? Get(string? ns, string name) => Get(new ObjectKey(ns, name));

    /// <summary>
    /// Reports every change from now on, in order, beginning with the present objects as Added. The observer runs on the informer's loop: it must be quick and
    /// must not throw; adding a key to a work queue is what it is for.
    /// </summary>
    /// <returns>Ends the reports when disposed.</returns>
    public IDisposable Subscribe(Action<StoreChange<T>> observer)
    {
        lock (gate)
        {
            foreach (var (key, obj) in this.objects)
            {
                observer(new StoreChange<T>(StoreChangeKind.Added, key, null, obj));
            }

            observers = [.. observers, observer];
        }

        return new Subscription(this, observer);
    }

    internal void Set(T obj)
    {
        lock (gate)
        {
            var key = obj.Key();
            this.undecodable.TryRemove(key, out _);
            var old = this.objects.GetValueOrDefault(key);
            if (old is not null && old.Metadata.Uid != obj.Metadata.Uid)
            {
                // Deleted and made anew in between: two facts, not one change.
                Remove(key, old);
                old = null;
            }

            if (old is not null && old.Metadata.ResourceVersion is { } version && version == obj.Metadata.ResourceVersion)
            {
                return;
            }

            this.objects[key] = obj;
            Tell(new StoreChange<T>(old is null ? StoreChangeKind.Added : StoreChangeKind.Modified, key, old, obj));
        }
    }

    internal void SetUndecodable(UndecodableObject undecodable)
    {
        lock (gate)
        {
            this.undecodable[undecodable.Key] = undecodable;
            if (this.objects.TryGetValue(undecodable.Key, out var old) && old.Metadata.Uid != undecodable.Uid)
            {
                Remove(undecodable.Key, old);
            }
        }
    }

    internal void Delete(ObjectKey key, T? last)
    {
        lock (gate)
        {
            this.undecodable.TryRemove(key, out _);
            if (this.objects.TryGetValue(key, out var old))
            {
                Remove(key, last is not null && last.Metadata.Uid == old.Metadata.Uid ? last : old);
            }
        }
    }

    /// <summary>Makes the store equal to a list; what the list lacks was deleted while nobody watched.</summary>
    internal void Replace(IReadOnlyList<T> objects, IReadOnlyList<UndecodableObject> undecodable)
    {
        lock (gate)
        {
            var present = objects.Select(o => o.Key()).Concat(undecodable.Select(u => u.Key)).ToHashSet();
            foreach (var key in this.objects.Keys.Concat(this.undecodable.Keys).Where(k => !present.Contains(k)).ToList())
            {
                Delete(key, null);
            }

            foreach (var obj in objects)
            {
                Set(obj);
            }

            foreach (var one in undecodable)
            {
                SetUndecodable(one);
            }
        }
    }

    private void Remove(ObjectKey key, T last)
    {
        this.objects.TryRemove(key, out _);
        Tell(new StoreChange<T>(StoreChangeKind.Deleted, key, last, null));
    }

    private void Tell(StoreChange<T> change)
    {
        this.snapshot = null;
        foreach (var observer in observers)
        {
            observer(change);
        }
    }

    private sealed class Subscription(Store<T> store, Action<StoreChange<T>> observer) : IDisposable
    {
        public void Dispose()
        {
            lock (store.gate)
            {
                store.observers = [.. store.observers.Where(o => o != observer)];
            }
        }
    }
}
