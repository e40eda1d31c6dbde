namespace LogOperator.Pipeline.Runtime.Reading;

/// <summary>
/// The clock by which held lines age: it stands still while nothing may be read, since what completes them may be there already, behind what was read.
/// </summary>
internal struct HoldClock
{
    private long stoppedAt;
    private long stood;

    /// <summary>Its time at a time of day.</summary>
    public readonly DateTimeOffset Of(DateTimeOffset now) => now.AddTicks(-stood);

    /// <summary>Lets it go on, or stops it.</summary>
    public void Set(bool goes, DateTimeOffset now)
    {
        if (!goes)
        {
            stoppedAt = stoppedAt == 0 ? now.UtcTicks : stoppedAt;
        }
        else if (stoppedAt != 0)
        {
            // The time of day may have been set back meanwhile.
            stood += Math.Max(0, now.UtcTicks - stoppedAt);
            stoppedAt = 0;
        }
    }
}
