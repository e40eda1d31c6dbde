using LogOperator.Pipeline.Runtime.Reports;

namespace LogOperator.Agent.Pace;

/// <summary>
/// Judges whether one branch keeps up. Every judgement begins later than its first sign and ends later than its last one, so that what is told does not
/// go back and forth. Not safe for concurrent use.
/// </summary>
internal sealed class BranchWatch
{
    /// <summary>How long after the last dropped record a branch counts as dropping.</summary>
    public static readonly TimeSpan DropMemory = TimeSpan.FromMinutes(5);

    /// <summary>How far behind a branch begins to lag, and <see cref="CaughtUp"/> where it ends to.</summary>
    public static readonly TimeSpan Behind = TimeSpan.FromMinutes(2);

    /// <inheritdoc cref="Behind"/>
    public static readonly TimeSpan CaughtUp = TimeSpan.FromMinutes(1);

    /// <summary>How long a queue has to stay full, or to have room, until it is believed.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    /// <summary>How old what waits in a full queue has to be: one that is full of what has just come keeps up.</summary>
    public static readonly TimeSpan Old = TimeSpan.FromSeconds(10);

    // A queue that is emptied by requests and filled by readers is never quite full for long.
    private const double Full = 0.75;
    private const double Roomy = 0.5;
    private const int LeastLooks = 3;

    private long given;
    private TimeSpan? droppedAt;
    private bool lagging;
    private bool filling;
    private Stretch? stretch;

    /// <summary>Takes notice of a branch.</summary>
    /// <param name="now">Time since some moment in the past.</param>
    /// <param name="givenUp">Records and bytes that the branch did not deliver and never will, since the process began.</param>
    /// <param name="lag">How far it is behind.</param>
    /// <param name="branch">Its report.</param>
    public BranchPace Observe(TimeSpan now, long givenUp, TimeSpan lag, BranchReport branch)
    {
        droppedAt = givenUp > given ? now : droppedAt;
        given = givenUp;
        lagging = lag >= (lagging ? CaughtUp : Behind);
        filling = Fills(now, lag, branch);
        return now - droppedAt < DropMemory ? BranchPace.Dropping
            : filling ? BranchPace.BufferFilling
            : lagging ? BranchPace.Lagging
            : BranchPace.Even;
    }

    // Reading a backlog fills the queue too, but then less is unread every time one looks.
    private bool Fills(TimeSpan now, TimeSpan lag, BranchReport branch)
    {
        bool? full = branch.BufferUse >= Full ? true : branch.BufferUse is null or <= Roomy ? false : null;
        if (stretch is null || (full is not null && full != stretch.Full))
        {
            stretch = full is { } begins ? new Stretch(begins, now, branch.LagBytes, 1) : null;
            return filling;
        }

        stretch = stretch with { Looks = stretch.Looks + 1 };
        if (now - stretch.Since < Window || stretch.Looks < LeastLooks)
        {
            return filling;
        }

        var grows = stretch.Full && lag >= Old && branch.LagBytes >= stretch.LagBytes;
        stretch = new Stretch(stretch.Full, now, branch.LagBytes, 1);
        return grows;
    }

    private sealed record Stretch(bool Full, TimeSpan Since, long LagBytes, int Looks);
}
