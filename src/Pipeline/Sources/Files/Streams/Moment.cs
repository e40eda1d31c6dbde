namespace LogOperator.Pipeline.Sources.Files.Streams;

/// <summary>A time, or none, in a third of the room of a <see cref="DateTimeOffset"/> that may be null: a followed file has many.</summary>
internal readonly struct Moment
{
    private readonly long ticks;

    private Moment(DateTimeOffset time) => ticks = time.UtcTicks;

    /// <summary>Takes a time.</summary>
    public static implicit operator Moment(DateTimeOffset? time) => time is { } known ? new(known) : default;

    /// <summary>The time.</summary>
    public static implicit operator DateTimeOffset?(Moment moment) => moment.ticks == 0 ? null : new DateTimeOffset(moment.ticks, TimeSpan.Zero);
}
