using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Runtime.Reading;

/// <summary>
/// One stream with the cursors of all pipelines that read it. The unit of scheduling: one reader thread at a time, so that cursors that
/// stand at the same place share chunks and nobody needs a lock for reading. Nobody waits long for a reader whose file does not answer:
/// cursors are taken away from it (<see cref="ReaderClaim"/>), and those that come have to wait for it.
/// </summary>
internal sealed class StreamLane(ILogStream stream, ReaderPool readers)
{
    // Read at once. Less than a block, so that it is read as one chunk: what little is left over would be handed on by itself, to every pipeline.
    private const int Much = 224 * 1024;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(5);

    // There are thousands of lanes, and few readers.
    [ThreadStatic]
    private static LapClock? readersClock;

    private readonly object gate = new();

    // Those of one pipeline stand beside each other. Changed under the gate; by the reader alone while there is one.
    private readonly List<StreamCursor> cursors = new(1);
    private StreamCursor[] arriving = [];
    private bool queued;
    private bool running;
    private bool again;

    // Whether it is queued for those of its cursors alone that were postponed: the others have read meanwhile.
    private bool onlyPostponed;
    private bool paced;
    private long readAt;
    private long runningSince;
    private long cost;
    private (IReadOnlyList<ILogFile> Files, long Size) read = ([], 0);

    /// <summary>The stream.</summary>
    public ILogStream Stream => stream;

    /// <summary>Whether nobody reads the stream.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (gate)
            {
                return arriving.Length == 0 && cursors.TrueForAll(c => c.Claim.IsTakenAway);
            }
        }
    }

    /// <summary>For how long a reader has been waiting for the stream's files; nothing if none is.</summary>
    public TimeSpan StalledFor
    {
        get
        {
            lock (gate)
            {
                return running ? TimeProvider.System.GetElapsedTime(runningSince) : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Has the lane read what was written: at once if that is much, or if it has not been read for long enough.</summary>
    public void Grew()
    {
        lock (gate)
        {
            var left = running || (queued && !onlyPostponed) ? TimeSpan.Zero : readers.Pacing.LeftOf(readAt);
            if ((paced || left > TimeSpan.Zero) && !HasMuch())
            {
                if (!paced)
                {
                    paced = true;
                    readers.Pacing.WakeAfter(this, left);
                }

                return;
            }
        }

        Wake();
    }

    /// <summary>Has the lane read what it was left alone with.</summary>
    public void WakePaced()
    {
        lock (gate)
        {
            // It may have been read meanwhile, since it had grown much.
            var left = running || queued ? TimeSpan.Zero : readers.Pacing.LeftOf(readAt);
            if (left > Moment && !HasMuch())
            {
                readers.Pacing.WakeAfter(this, left);
                return;
            }

            paced = false;
        }

        Wake();
    }

    /// <summary>Processor time of reading once with all cursors if there was one since this was asked last, else nothing.</summary>
    public long TakeCost() => Interlocked.Exchange(ref cost, 0);

    /// <summary>Has the lane read as soon as a reader is free.</summary>
    public void Wake()
    {
        lock (gate)
        {
            if (running)
            {
                again = true;
                return;
            }

            if (queued)
            {
                onlyPostponed = false;
                return;
            }

            queued = true;
        }

        readers.Enqueue(this);
    }

    /// <summary>Adds cursors; they begin after a slice that is running.</summary>
    public void Open(IEnumerable<StreamCursor> opened)
    {
        lock (gate)
        {
            arriving = [.. arriving, .. opened];
        }

        Wake();
    }

    /// <summary>Removes a pipeline's cursors, which park where they stand; waits while a reader is at work with one, but not for a file.</summary>
    public void Close(RunningPipeline pipeline)
    {
        lock (gate)
        {
            while (!cursors.Concat(arriving).Where(c => c.Pipeline == pipeline).ToList().TrueForAll(TryTakeAway))
            {
                Monitor.Wait(gate, Moment);
            }

            arriving = Array.FindAll(arriving, c => !c.Claim.IsTakenAway);
            Tidy();
        }
    }

    /// <summary>Whether every cursor has read and emitted all there is. Meaningful while the files do not change.</summary>
    public bool IsAtEnd
    {
        get
        {
            lock (gate)
            {
                return !running && arriving.Length == 0 && cursors.TrueForAll(c => c.IsAtEnd);
            }
        }
    }

    /// <summary>Lets the cursors read one chunk each. Called by one reader at a time.</summary>
    /// <param name="inAnyCase">Whether also those are to read whose pipelines have had more than their share.</param>
    public void RunSlice(bool inAnyCase)
    {
        bool isRest;
        lock (gate)
        {
            (isRest, onlyPostponed) = (onlyPostponed, false);
            queued = false;
            running = true;
            runningSince = TimeProvider.System.GetTimestamp();
            again = false;
            cursors.AddRange(arriving);
            arriving = [];
        }

        var (more, postponed) = (false, false);
        try
        {
            if (!isRest)
            {
                var files = stream.Files;
                read = (files, files.Count == 0 ? 0 : files[^1].Size);
            }

            var clock = readersClock ??= new();
            clock.Begin();
            for (var i = 0; i < cursors.Count; i++)
            {
                var cursor = cursors[i];
                var share = cursor.Pipeline.Share;
                var mayRun = share.MayRun() || inAnyCase;
                if (isRest && !cursor.IsPostponed)
                {
                    continue;
                }

                cursor.IsPostponed = !mayRun;
                if (!mayRun)
                {
                    postponed = true;
                    continue;
                }

                more |= Step(cursor, i);
                share.Charge(clock.Lap());
            }

            SharedReads.OfThisThread.Clear();
            if (isRest)
            {
                Interlocked.Add(ref cost, clock.Total);
            }
            else
            {
                Interlocked.Exchange(ref cost, clock.Total);
            }
        }
        finally
        {
            lock (gate)
            {
                Merge();
                readAt = readers.Pacing.Now;
                running = false;
                more |= again | arriving.Length > 0;
                queued = onlyPostponed = !more && postponed;
                Tidy();
                Monitor.PulseAll(gate);
            }
        }

        if (more)
        {
            Wake();
        }
        else if (postponed)
        {
            readers.Postpone(this);
        }
    }

    private bool Step(StreamCursor cursor, int at)
    {
        if (!cursor.Claim.TryBegin())
        {
            return false;
        }

        bool more;
        StreamCursor? split;
        try
        {
            more = cursor.Step(out split);
        }
        catch
        {
            // The process is about to end; whoever changes pipelines until then does not wait for this one.
            cursor.Claim.Fail();
            throw;
        }

        lock (gate)
        {
            if (!cursor.Claim.TryEnd())
            {
                // With the new one, which is whoever's it is too.
                return false;
            }

            if (split is not null)
            {
                // It has not had a turn.
                split.IsPostponed = true;
                cursors.Insert(at + 1, split);
            }
        }

        return more;
    }

    private static bool TryTakeAway(StreamCursor cursor)
    {
        if (cursor.Claim.TryTakeAway())
        {
            cursor.Park();
            cursor.Dispose();
        }

        return cursor.Claim.IsTakenAway;
    }

    /// <summary>Forgets the cursors that were taken away. Not while a reader goes through them.</summary>
    private void Tidy()
    {
        if (!running)
        {
            cursors.RemoveAll(c => c.Claim.IsTakenAway);
        }
    }

    private bool HasMuch()
    {
        var files = stream.Files;
        return files != read.Files || (files.Count > 0 && files[^1].Size - read.Size >= Much);
    }

    /// <summary>Joins cursors of one pipeline that met: the one that lagged behind is dropped and its branches follow the other.</summary>
    private void Merge()
    {
        for (var i = cursors.Count - 1; i > 0; i--)
        {
            for (var j = i - 1; j >= 0 && cursors[j].Pipeline == cursors[i].Pipeline; j--)
            {
                if (!cursors[j].Claim.IsTakenAway && !cursors[i].Claim.IsTakenAway && cursors[j].TryJoin(cursors[i]))
                {
                    cursors[i].Dispose();
                    cursors.RemoveAt(i);
                    break;
                }
            }
        }
    }
}
