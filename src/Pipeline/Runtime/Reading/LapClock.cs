using LogOperator.Pipeline.Native;

namespace LogOperator.Pipeline.Runtime.Reading;

/// <summary>
/// Measures the processor time of turns that one thread takes one after the other. To ask for that is a system call, which costs as much as a short turn: what looks short is
/// taken for what the wall clock says, which can only be wrong by little.
/// </summary>
internal sealed class LapClock
{
    private static readonly TimeSpan Short = TimeSpan.FromMicroseconds(50);
    private long wall;
    private long asked;
    private long since;

    /// <summary>Nanoseconds of all turns.</summary>
    public long Total { get; private set; }

    /// <summary>Begins the first turn.</summary>
    public void Begin()
    {
        wall = TimeProvider.System.GetTimestamp();
        asked = ThreadTime.Nanos;
        since = Total = 0;
    }

    /// <summary>Ends a turn and begins the next.</summary>
    /// <returns>Its nanoseconds.</returns>
    public long Lap()
    {
        var now = TimeProvider.System.GetTimestamp();
        var took = TimeProvider.System.GetElapsedTime(wall, now);
        wall = now;
        long nanos;
        if (took < Short)
        {
            nanos = took.Ticks * TimeSpan.NanosecondsPerTick;
            since += nanos;
        }
        else
        {
            var present = ThreadTime.Nanos;
            nanos = Math.Max(0, present - asked - since);
            (asked, since) = (present, 0);
        }

        Total += nanos;
        return nanos;
    }
}
