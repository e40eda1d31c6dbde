namespace LogOperator.Kubernetes.Control;

/// <summary>Waits that double from a first one up to a largest one, spread by jitter. A pure function of the number of failures and a random number.</summary>
/// <param name="Initial">Wait after the first failure, before jitter.</param>
/// <param name="Max">The longest wait, before jitter.</param>
/// <param name="Jitter">Part by which a wait may be longer or shorter: 0.2 is ±20 %.</param>
public sealed record Backoff(TimeSpan Initial, TimeSpan Max, double Jitter = 0.2)
{
    /// <summary>For objects: 500 ms to 5 minutes.</summary>
    public static Backoff Default { get; } = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromMinutes(5));

    /// <summary>For connections to the API server: 500 ms to 30 s.</summary>
    public static Backoff Connection { get; } = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30), 0.5);

    /// <summary>The wait after so many failures in a row.</summary>
    /// <param name="failures">1 or more.</param>
    /// <param name="random">A number of at least 0 and less than 1.</param>
    public TimeSpan After(int failures, double random)
    {
        var doublings = Math.Clamp(failures - 1, 0, 62);
        var ticks = Math.Min(Initial.Ticks * Math.Pow(2, doublings), Max.Ticks);
        return TimeSpan.FromTicks((long)(ticks * (1 + (Jitter * ((2 * random) - 1)))));
    }

    /// <summary>The wait after so many failures in a row, with jitter of its own.</summary>
    public TimeSpan After(int failures)
    {
        // Spreads load; nobody gains by guessing it.
#pragma warning disable CA5394
        return After(failures, Random.Shared.NextDouble());
#pragma warning restore CA5394
    }
}
