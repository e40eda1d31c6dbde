namespace LogOperator.Pipeline.Tests.Runtime;

/// <summary>
/// The system's clock with its date moved on: days pass for what compares dates, while timers run as ever; or one that runs faster as a
/// whole, so that time-outs come soon.
/// </summary>
/// <param name="speed">Seconds that pass in a second.</param>
internal sealed class ShiftedTimeProvider(int speed = 1) : TimeProvider
{
    private readonly long start = TimeProvider.System.GetTimestamp();
    private readonly DateTimeOffset began = TimeProvider.System.GetUtcNow();
    private long shift;

    public override DateTimeOffset GetUtcNow() => began + (speed * TimeProvider.System.GetElapsedTime(start)) + TimeSpan.FromTicks(Volatile.Read(ref shift));

    public override long GetTimestamp() => start + (speed * (TimeProvider.System.GetTimestamp() - start));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new FasterTimer(TimeProvider.System.CreateTimer(callback, state, Faster(dueTime), Faster(period)), this);

    public void Shift(TimeSpan by) => Interlocked.Add(ref shift, by.Ticks);

    private TimeSpan Faster(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / speed;

    /// <summary>A timer of the system whose times count in this clock.</summary>
    private sealed class FasterTimer(ITimer inner, ShiftedTimeProvider time) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(time.Faster(dueTime), time.Faster(period));

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
