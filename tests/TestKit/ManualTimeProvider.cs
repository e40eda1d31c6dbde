namespace LogOperator.TestKit;

/// <summary>A clock that stands still until a test moves it. Timers fire, in order of their due times, on the thread that calls <see cref="Advance"/>.</summary>
public sealed class ManualTimeProvider(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> waiting = [];
    private DateTimeOffset now = start;
    private TimeSpan step;
    private TimeSpan wasSetBack;

    /// <summary>Starts at 2026-01-02T03:04:05Z.</summary>
    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))
    {
    }

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers are waiting for their time.</summary>
    public int ActiveTimers
    {
        get
        {
            lock (this.gate)
            {
                return timers.Count(timer => timer.Due is not null);
            }
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (this.gate)
        {
            return now += step;
        }
    }

    /// <summary>From now on the clock moves by a step whenever it is read, as a real one does between two looks. Timers do not fire by it.</summary>
    public void AdvanceOnEachRead(TimeSpan by)
    {
        lock (this.gate)
        {
            step = by;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (this.gate)
        {
            return (GetUtcNow() + wasSetBack).UtcTicks;
        }
    }

    /// <summary>Sets the time of day back, as whoever administers a machine does: timestamps and timers take no notice.</summary>
    public void SetBack(TimeSpan by)
    {
        lock (this.gate)
        {
            now -= by;
            wasSetBack += by;
            timers.ForEach(timer => timer.Due -= by);
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock to <c>now + by</c>; each timer that comes due on the way fires at its own time.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var end = GetUtcNow() + by;
        while (TakeDue(end) is { } timer)
        {
            timer.Fire();
        }

        lock (this.gate)
        {
            now = end > now ? end : now;
        }
    }

    /// <summary>
    /// Completes when at least <paramref name="count"/> timers are waiting: the code under test has come to its delay, and the clock can be moved.
    /// </summary>
    public Task WaitForTimersAsync(int count = 1)
    {
        lock (this.gate)
        {
            if (timers.Count(timer => timer.Due is not null) >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add((count, reached));
            return reached.Task;
        }
    }

    private ManualTimer? TakeDue(DateTimeOffset end)
    {
        lock (this.gate)
        {
            var next = timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            if (next is null)
            {
                return null;
            }

            if (next.Due > now)
            {
                now = next.Due.Value;
            }

            next.Due = next.Period > TimeSpan.Zero ? now + next.Period : null;
            return next;
        }
    }

    private bool Schedule(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (this.gate)
        {
            if (timer.Disposed)
            {
                return false;
            }

            if (!timers.Contains(timer))
            {
                timers.Add(timer);
            }

            timer.Due = dueTime == Timeout.InfiniteTimeSpan ? null : now + dueTime;
            timer.Period = period;
            var active = timers.Count(each => each.Due is not null);
            foreach (var (_, reached) in waiting.Where(waiting => waiting.Count <= active))
            {
                reached.TrySetResult();
            }

            waiting.RemoveAll(waiting => waiting.Count <= active);
        }

        // As with the system's clock, a timer that is due at once does not wait for the clock to move.
        if (dueTime == TimeSpan.Zero)
        {
            Advance(TimeSpan.Zero);
        }

        return true;
    }

    private void Remove(ManualTimer timer)
    {
        lock (this.gate)
        {
            timer.Disposed = true;
            timers.Remove(timer);
        }
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset? Due { get; set; }

        public TimeSpan Period { get; set; }

        public bool Disposed { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => clock.Schedule(this, dueTime, period);

        public void Dispose() => clock.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
