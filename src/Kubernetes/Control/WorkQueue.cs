namespace LogOperator.Kubernetes.Control;

/// <summary>
/// A queue of keys: one that waits already is not added again, one that is being worked on is worked on once more afterwards, and never by two workers at once.
/// Safe for concurrent use.
/// </summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
public sealed class WorkQueue<TKey> : IDisposable
    where TKey : notnull
{
    private readonly Lock gate = new();
    private readonly Queue<TKey> ready = new();
    private readonly HashSet<TKey> dirty = [];
    private readonly HashSet<TKey> processing = [];
    private readonly Dictionary<TKey, int> failures = [];
    private readonly Dictionary<TKey, long> due = [];
    private readonly PriorityQueue<TKey, long> delayed = new();
    private readonly SemaphoreSlim available = new(0);
    private readonly TimeProvider time;
    private readonly Backoff backoff;
    private readonly ITimer timer;
    private readonly string name;
    private long timerDue = long.MaxValue;

    /// <summary>Makes an empty queue.</summary>
    /// <param name="name">Name in metrics.</param>
    /// <param name="backoff">Waits of <see cref="AddRateLimited" />; <see cref="Backoff.Default" /> when null.</param>
    /// <param name="time">Clock.</param>
    public WorkQueue(string name, Backoff? backoff = null, TimeProvider? time = null)
    {
        this.name = name;
        this.backoff = backoff ?? Backoff.Default;
        this.time = time ?? TimeProvider.System;
        timer = this.time.CreateTimer(static queue => ((WorkQueue<TKey>)queue!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        KubernetesMetrics.Track(this, () => Depth, name);
    }

    /// <summary>How many keys wait to be worked on now; those that wait for a time are not counted.</summary>
    public int Depth
    {
        get
        {
            lock (gate)
            {
                return ready.Count;
            }
        }
    }

    /// <summary>Adds a key.</summary>
    public void Add(TKey key)
    {
        lock (gate)
        {
            AddLocked(key);
        }
    }

    /// <summary>Adds a key once a time has passed; of several times for one key the earliest counts.</summary>
    public void AddAfter(TKey key, TimeSpan wait)
    {
        if (wait <= TimeSpan.Zero)
        {
            Add(key);
            return;
        }

        lock (gate)
        {
            var due = this.time.GetTimestamp() + (long)(wait.TotalSeconds * this.time.TimestampFrequency);
            if (this.due.TryGetValue(key, out var earlier) && earlier <= due)
            {
                return;
            }

            this.due[key] = due;
            delayed.Enqueue(key, due);
            Schedule();
        }
    }

    /// <summary>Adds a key after a wait that grows with every call, until <see cref="Forget" />.</summary>
    /// <returns>The wait.</returns>
    public TimeSpan AddRateLimited(TKey key)
    {
        TimeSpan wait;
        lock (gate)
        {
            failures[key] = failures.GetValueOrDefault(key) + 1;
            wait = this.backoff.After(failures[key]);
        }

        KubernetesMetrics.QueueRetries.Add(1, new KeyValuePair<string, object?>("queue", this.name));
        AddAfter(key, wait);
        return wait;
    }

    /// <summary>Lets the waits of a key begin anew.</summary>
    public void Forget(TKey key)
    {
        lock (gate)
        {
            failures.Remove(key);
        }
    }

    /// <summary>How often in a row a key has failed.</summary>
    public int Failures(TKey key)
    {
        lock (gate)
        {
            return failures.GetValueOrDefault(key);
        }
    }

    /// <summary>Takes the next key, waiting for one; <see cref="Done" /> must follow.</summary>
    public async ValueTask<TKey> GetAsync(CancellationToken cancellation)
    {
        await available.WaitAsync(cancellation).ConfigureAwait(false);
        lock (gate)
        {
            var key = ready.Dequeue();
            processing.Add(key);
            dirty.Remove(key);
            return key;
        }
    }

    /// <summary>The work on a key has ended; if it was added meanwhile, it waits again now.</summary>
    public void Done(TKey key)
    {
        lock (gate)
        {
            if (processing.Remove(key) && dirty.Contains(key))
            {
                Enqueue(key);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        KubernetesMetrics.Untrack(this);
        timer.Dispose();
        available.Dispose();
    }

    private void AddLocked(TKey key)
    {
        if (dirty.Add(key) && !processing.Contains(key))
        {
            Enqueue(key);
        }
    }

    private void Enqueue(TKey key)
    {
        ready.Enqueue(key);
        KubernetesMetrics.QueueAdds.Add(1, new KeyValuePair<string, object?>("queue", this.name));
        available.Release();
    }

    private void Wake()
    {
        lock (gate)
        {
            timerDue = long.MaxValue;
            while (delayed.TryPeek(out var key, out var due) && due <= this.time.GetTimestamp())
            {
                delayed.Dequeue();

                // An entry that a later call made earlier is found twice; the first find counts.
                if (this.due.TryGetValue(key, out var wanted) && wanted == due)
                {
                    this.due.Remove(key);
                    AddLocked(key);
                }
            }

            Schedule();
        }
    }

    private void Schedule()
    {
        if (!delayed.TryPeek(out _, out var due) || due >= timerDue)
        {
            return;
        }

        timerDue = due;

        // Timers count whole milliseconds; one too early would only be set again.
        var wait = Math.Ceiling(this.time.GetElapsedTime(this.time.GetTimestamp(), due).TotalMilliseconds);
        timer.Change(TimeSpan.FromMilliseconds(Math.Max(wait, 0)), Timeout.InfiniteTimeSpan);
    }
}
