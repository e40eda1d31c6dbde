namespace LogOperator.TestKit;

/// <summary>Waits for something that another loop brings about; fails with what was seen last.</summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="what">What is waited for, for the failure's message.</param>
    /// <param name="timeout">Longest wait; 90 s if left out.</param>
    public static Task Holds(Func<bool> condition, string what, TimeSpan? timeout = null) =>
        Equals(condition, true, what, timeout);

    /// <summary>Waits until a value is as expected.</summary>
    public static async Task Equals<T>(Func<T> actual, T expected, string what, TimeSpan? timeout = null)
    {
        var limit = timeout ?? TimeSpan.FromSeconds(90);
        var since = TimeProvider.System.GetTimestamp();
        T seen;
        while (!EqualityComparer<T>.Default.Equals(seen = actual(), expected))
        {
            if (TimeProvider.System.GetElapsedTime(since) > limit)
            {
                throw new TimeoutException($"{what}: expected {expected}, still {seen} after {limit.TotalSeconds} s");
            }

            await Task.Delay(Interval, TimeProvider.System).ConfigureAwait(false);
        }
    }
}
