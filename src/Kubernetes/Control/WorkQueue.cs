namespace LogOperator.Kubernetes.Control;

/// <summary>
/// A queue of keys: one that waits already is not added again, one that is being worked on is worked on once more afterwards, and never by two workers at once.
/// Safe for concurrent use.
/// </summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
public sealed class WorkQueue<TKey> : IDisposable
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Queue<TKey> _ready = new();
    private readonly HashSet<TKey> _dirty = [];
    private readonly HashSet<TKey> _processing = [];
    private readonly Dictionary<TKey, int> _failures = [];
    private readonly Dictionary<TKey, long> _due = [];
    private readonly PriorityQueue<TKey, long> _delayed = new();
    private readonly SemaphoreSlim _available = new(0);
    private readonly TimeProvider _time;
    private readonly Backoff _backoff;
    private readonly ITimer _timer;
    private readonly string _name;
    private long _timerDue = long.MaxValue;

    /// <summary>Makes an empty queue.</summary>
    /// <param name="name">Name in metrics.</param>
    /// <param name="backoff">Waits of <see cref="AddRateLimited" />; <see cref="Backoff.Default" /> when null.</param>
    /// <param name="time">Clock.</param>
    public WorkQueue(string name, Backoff? backoff = null, TimeProvider? time = null)
    {
        _name = name;
        _backoff = backoff ?? Backoff.Default;
        _time = time ?? TimeProvider.System;
        _timer = _time.CreateTimer(static queue => ((WorkQueue<TKey>)queue!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        KubernetesMetrics.Track(this, () => Depth, name);
    }

    /// <summary>How many keys wait to be worked on now; those that wait for a time are not counted.</summary>
    public int Depth
    {
        get
        {
            lock (_gate)
                return _ready.Count;
        }
    }

    /// <summary>Adds a key.</summary>
    public void Add(TKey key)
    {
        lock (_gate)
            AddLocked(key);
    }

    /// <summary>Adds a key once a time has passed; of several times for one key the earliest counts.</summary>
    public void AddAfter(TKey key, TimeSpan wait)
    {
        if (wait <= TimeSpan.Zero)
        {
            Add(key);
            return;
        }

        lock (_gate)
        {
            var due = _time.GetTimestamp() + (long)(wait.TotalSeconds * _time.TimestampFrequency);
            if (_due.TryGetValue(key, out var earlier) && earlier <= due)
                return;
            _due[key] = due;
            _delayed.Enqueue(key, due);
            Schedule();
        }
    }

    /// <summary>Adds a key after a wait that grows with every call, until <see cref="Forget" />.</summary>
    /// <returns>The wait.</returns>
    public TimeSpan AddRateLimited(TKey key)
    {
        TimeSpan wait;
        lock (_gate)
        {
            _failures[key] = _failures.GetValueOrDefault(key) + 1;
            wait = _backoff.After(_failures[key]);
        }

        KubernetesMetrics.QueueRetries.Add(1, new KeyValuePair<string, object?>("queue", _name));
        AddAfter(key, wait);
        return wait;
    }

    /// <summary>Lets the waits of a key begin anew.</summary>
    public void Forget(TKey key)
    {
        lock (_gate)
            _failures.Remove(key);
    }

    /// <summary>How often in a row a key has failed.</summary>
    public int Failures(TKey key)
    {
        lock (_gate)
            return _failures.GetValueOrDefault(key);
    }

    /// <summary>Takes the next key, waiting for one; <see cref="Done" /> must follow.</summary>
    public async ValueTask<TKey> GetAsync(CancellationToken cancellation)
    {
        await _available.WaitAsync(cancellation).ConfigureAwait(false);
        lock (_gate)
        {
            var key = _ready.Dequeue();
            _processing.Add(key);
            _dirty.Remove(key);
            return key;
        }
    }

    /// <summary>The work on a key has ended; if it was added meanwhile, it waits again now.</summary>
    public void Done(TKey key)
    {
        lock (_gate)
        {
            if (_processing.Remove(key) && _dirty.Contains(key))
                Enqueue(key);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        KubernetesMetrics.Untrack(this);
        _timer.Dispose();
        _available.Dispose();
    }

    private void AddLocked(TKey key)
    {
        if (_dirty.Add(key) && !_processing.Contains(key))
            Enqueue(key);
    }

    private void Enqueue(TKey key)
    {
        _ready.Enqueue(key);
        KubernetesMetrics.QueueAdds.Add(1, new KeyValuePair<string, object?>("queue", _name));
        _available.Release();
    }

    private void Wake()
    {
        lock (_gate)
        {
            _timerDue = long.MaxValue;
            while (_delayed.TryPeek(out var key, out var due) && due <= _time.GetTimestamp())
            {
                _delayed.Dequeue();

                // An entry that a later call made earlier is found twice; the first find counts.
                if (_due.TryGetValue(key, out var wanted) && wanted == due)
                {
                    _due.Remove(key);
                    AddLocked(key);
                }
            }

            Schedule();
        }
    }

    private void Schedule()
    {
        if (!_delayed.TryPeek(out _, out var due) || due >= _timerDue)
            return;
        _timerDue = due;

        // Timers count whole milliseconds; one too early would only be set again.
        var wait = Math.Ceiling(_time.GetElapsedTime(_time.GetTimestamp(), due).TotalMilliseconds);
        _timer.Change(TimeSpan.FromMilliseconds(Math.Max(wait, 0)), Timeout.InfiniteTimeSpan);
    }
}
