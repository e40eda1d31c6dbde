namespace LogOperator.Pipeline.Runtime;

/// <summary>
/// A clock whose time of day is never set back, so that what is due in a second does not wait for hours. It goes on from where it was, and stays ahead
/// by as much as the other one was set back. What it is set back by less than a second is passed on: so little delays little.
/// </summary>
/// <param name="inner">The clock that may be set back.</param>
public sealed class SteadyTime(TimeProvider inner) : TimeProvider
{
    private const long Little = TimeSpan.TicksPerSecond;

    // Not worth a write that all processors notice.
    private const long Grain = TimeSpan.TicksPerMillisecond * 100;
    private readonly Lock gate = new();
    private long ahead;
    private long latest;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => inner.TimestampFrequency;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        var now = inner.GetUtcNow().UtcTicks + Volatile.Read(ref ahead);
        var seen = Volatile.Read(ref latest);
        return new(now >= seen - Little && now <= seen + Grain ? now : Note(), TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => inner.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => inner.CreateTimer(callback, state, dueTime, period);

    private long Note()
    {
        lock (gate)
        {
            var now = inner.GetUtcNow().UtcTicks + ahead;
            if (now < latest - Little)
            {
                Volatile.Write(ref ahead, ahead + latest - now);
                return latest;
            }

            Volatile.Write(ref latest, Math.Max(latest, now));
            return now;
        }
    }
}
