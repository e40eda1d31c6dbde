namespace LogOperator.Pipeline.Tests.Runtime;

/// <summary>The system's clock with its date moved on: days pass for what compares dates, while timers run as ever.</summary>
internal sealed class ShiftedTimeProvider : TimeProvider
{
    private long shift;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Volatile.Read(ref shift));

    public void Shift(TimeSpan by) => Interlocked.Add(ref shift, by.Ticks);
}
