using LogOperator.Pipeline.Sinks;

namespace LogOperator.Pipeline.Runtime.Sending;

/// <summary>Decides how long to wait before a request is tried again. Pure: no clock, no randomness of its own.</summary>
internal sealed record RetrySchedule(TimeSpan Initial, TimeSpan Max)
{
    private static readonly TimeSpan DefaultInitial = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan DefaultMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(5);

    /// <summary>The schedule that a store asks for.</summary>
    public static RetrySchedule For(RetrySpec? spec)
    {
        var initial = spec?.Initial?.Value ?? DefaultInitial;
        var max = spec?.Max?.Value ?? DefaultMax;
        return new RetrySchedule(initial, max < initial ? initial : max);
    }

    /// <summary>The wait after a failed try: it doubles with each one, and half of it is chance, so that agents do not knock in step.</summary>
    /// <param name="failures">Failed tries so far, from 1.</param>
    /// <param name="retryAfter">Shortest wait that the store asked for; believed up to 5 minutes.</param>
    /// <param name="chance">A number from 0 to 1.</param>
    public TimeSpan Wait(int failures, TimeSpan? retryAfter, double chance)
    {
        var doublings = Math.Clamp(failures - 1, 0, 30);
        var full = Math.Min(Max.TotalMilliseconds, Initial.TotalMilliseconds * (1L << doublings));
        var wait = TimeSpan.FromMilliseconds((full / 2) + (full / 2 * chance));
        var asked = retryAfter is { } after ? (after < LongestAsked ? after : LongestAsked) : TimeSpan.Zero;
        return wait > asked ? wait : asked;
    }
}
