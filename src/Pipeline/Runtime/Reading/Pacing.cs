namespace LogOperator.Pipeline.Runtime.Reading;

/// <summary>
/// Spaces the reading of files that grow slowly while there is much to do: each read costs the same however little it finds, so that many readers of many files would spend
/// their time on a few lines each. Used by the follower and the readers at once.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class Pacing(TimeProvider time) : IDisposable
{
    // One reading of everything is to take at most so small a part of the pause between two.
    private const int PartOfPause = 50;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan WorthPausing = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LeastMost = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(1500);

    // For waiting in all, here and in front of the stores: a line is to be delivered within two seconds whatever there is to do.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1700);
    private static readonly TimeSpan Forgotten = TimeSpan.FromMilliseconds(100);
    private readonly PriorityQueue<StreamLane, long> waiting = new();
    private readonly Lock gate = new();
    private ITimer? timer;
    private TimeSpan waitedAtStores = Patience;
    private long pause;
    private bool isArmed;

    /// <summary>Now, as a timestamp of the clock.</summary>
    public long Now => time.GetTimestamp();

    /// <summary>How long a lane is left alone after it was read; zero while there is little to do.</summary>
    public TimeSpan Pause => TimeSpan.FromTicks(Volatile.Read(ref pause));

    /// <summary>Sets the pause by what it takes to read everything once that grows at present. To be called every second.</summary>
    /// <param name="round">Processor time of that.</param>
    /// <param name="waited">
    /// For how long, at most, what was read lately has waited in front of its store until it was sent: what is read seldom and much at a time waits less there, as requests are full sooner.
    /// </param>
    public void Adapt(TimeSpan round, TimeSpan waited)
    {
        // Requests are seldom where there is little to send.
        waitedAtStores -= Forgotten;
        waitedAtStores = waited > waitedAtStores ? waited : waitedAtStores;
        var most = Patience - waitedAtStores;
        most = most < LeastMost ? LeastMost : most > Longest ? Longest : most;
        var wanted = round * PartOfPause;
        Volatile.Write(ref pause, wanted < WorthPausing ? 0 : Math.Min(wanted.Ticks, most.Ticks));
    }

    /// <summary>How much longer a lane is to be left alone.</summary>
    /// <param name="since">Timestamp at which it was read; 0 for never.</param>
    public TimeSpan LeftOf(long since) => since == 0 || Pause == TimeSpan.Zero ? TimeSpan.Zero : Pause - time.GetElapsedTime(since);

    /// <summary>Wakes a lane after a while.</summary>
    public void WakeAfter(StreamLane lane, TimeSpan left)
    {
        lock (gate)
        {
            waiting.Enqueue(lane, time.GetUtcNow().Ticks + left.Ticks);
            Arm();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            timer?.Dispose();
            waiting.Clear();
            isArmed = true;
        }
    }

    private void Arm()
    {
        if (!isArmed && waiting.TryPeek(out _, out var due))
        {
            var left = TimeSpan.FromTicks(due - time.GetUtcNow().Ticks);
            left = left < Shortest ? Shortest : left;
            isArmed = true;
            if (timer is null)
            {
                timer = time.CreateTimer(static pacing => ((Pacing)pacing!).WakeDue(), this, left, Timeout.InfiniteTimeSpan);
            }
            else
            {
                timer.Change(left, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void WakeDue()
    {
        var due = new List<StreamLane>();
        lock (gate)
        {
            var now = time.GetUtcNow().Ticks;
            while (waiting.TryPeek(out var lane, out var at) && at <= now)
            {
                waiting.Dequeue();
                due.Add(lane);
            }

            isArmed = false;
            Arm();
        }

        foreach (var lane in due)
        {
            lane.WakePaced();
        }
    }
}
