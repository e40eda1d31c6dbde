namespace LogOperator.Kubernetes.Control;

/// <summary>Bounds of an <see cref="EventRecorder" />.</summary>
public sealed record EventRecorderOptions
{
    /// <summary>How many events may wait to be written; more are dropped and counted.</summary>
    public int Capacity { get; set; } = 1000;

    /// <summary>How many different events are remembered, so that a repetition counts up the first instead of being written anew.</summary>
    public int Memory { get; set; } = 1024;

    /// <summary>After which time a repetition is written anew.</summary>
    public TimeSpan SeriesWindow { get; set; } = TimeSpan.FromMinutes(6);

    /// <summary>How many writes about one object may follow each other at once.</summary>
    public int Burst { get; set; } = 10;

    /// <summary>How long one more write about an object takes to be allowed after a burst.</summary>
    public TimeSpan RefillPeriod { get; set; } = TimeSpan.FromSeconds(30);
}
