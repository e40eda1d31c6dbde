namespace LogOperator.Pipeline.Native;

/// <summary>The processor time of the calling thread.</summary>
internal static unsafe class ThreadTime
{
    private const int ThreadClock = 3;

    /// <summary>Nanoseconds of processor time that the thread has used (<c>CLOCK_THREAD_CPUTIME_ID</c>).</summary>
    public static long Nanos
    {
        get
        {
            Libc.TimeSpec time;
            _ = Libc.ClockGetTime(ThreadClock, &time);
            return (time.Seconds * 1_000_000_000) + time.Nanoseconds;
        }
    }
}
