using LogOperator.Kubernetes.Objects;

namespace LogOperator.Kubernetes.Control;

/// <summary>What an <see cref="EventRecorder" /> remembers: the series that repetitions count up, and each object's budget. Bounded; used by one loop.</summary>
internal sealed class EventMemory(EventRecorderOptions options, TimeProvider time)
{
    private readonly Dictionary<(string?, string?, string?, string?, string, string, string, string), Series> series = [];
    private readonly Dictionary<(string?, string?, string?, string?), Budget> budgets = [];
    private int number;

    public int NextNumber() => number = (number + 1) & 0xfff;

    /// <summary>The series that an event belongs to; a new one when it is new or the last one is too old.</summary>
    public Series Remember(string type, ObjectReference regarding, string reason, string action, string note)
    {
        var key = (regarding.Kind, regarding.Namespace, regarding.Name, regarding.Uid, type, reason, action, note);
        var now = time.GetTimestamp();
        if (this.series.TryGetValue(key, out var series) && time.GetElapsedTime(series.LastUse) < options.SeriesWindow)
        {
            series.LastUse = now;
            return series;
        }

        Shrink(this.series, options.Memory, static s => s.LastUse);
        return this.series[key] = new Series { LastUse = now };
    }

    /// <summary>Takes one write from an object's budget, if there is any left.</summary>
    public bool MayWrite(ObjectReference regarding)
    {
        var key = (regarding.Kind, regarding.Namespace, regarding.Name, regarding.Uid);
        var now = time.GetTimestamp();
        if (!budgets.TryGetValue(key, out var budget))
        {
            Shrink(budgets, options.Memory, static b => b.LastUse);
            budgets[key] = budget = new Budget { Tokens = options.Burst, LastUse = now };
        }

        budget.Tokens = Math.Min(options.Burst, budget.Tokens + (time.GetElapsedTime(budget.LastUse, now) / options.RefillPeriod));
        budget.LastUse = now;
        if (budget.Tokens < 1)
        {
            return false;
        }

        budget.Tokens--;
        return true;
    }

    // Half at once, so that the search for the oldest is rare.
    private static void Shrink<TKey, TValue>(Dictionary<TKey, TValue> entries, int most, Func<TValue, long> lastUse)
        where TKey : notnull
    {
        if (entries.Count < most)
        {
            return;
        }

        foreach (var (key, _) in entries.OrderBy(e => lastUse(e.Value)).Take(Math.Max(1, entries.Count / 2)).ToList())
        {
            entries.Remove(key);
        }
    }

    public sealed class Series
    {
        public string? Name { get; set; }

        public int Count { get; set; }

        public long LastUse { get; set; }
    }

    private sealed class Budget
    {
        public double Tokens { get; set; }

        public long LastUse { get; set; }
    }
}
