using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Runtime;

/// <summary>
/// One stream with the cursors of all pipelines that read it. The unit of scheduling: one reader thread at a time, so that cursors that
/// stand at the same place share chunks and nobody needs a lock for reading.
/// </summary>
internal sealed class StreamLane(ILogStream stream, ReaderPool readers)
{
    private const int Much = 256 * 1024;
    private readonly Lock gate = new();

    // Those of one pipeline stand beside each other.
    private readonly List<StreamCursor> cursors = [];
    private readonly LapClock clock = new();
    private bool queued;
    private bool running;
    private bool again;
    private bool paced;
    private long readAt;
    private long cost;
    private (IReadOnlyList<ILogFile> Files, long Size) read = ([], 0);

    /// <summary>The stream.</summary>
    public ILogStream Stream => stream;

    /// <summary>What its cursors read in the present slice. For the cursor whose turn it is.</summary>
    public SharedReads Reads { get; } = new();

    /// <summary>Whether nobody reads the stream.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (cursors)
            {
                return cursors.Count == 0;
            }
        }
    }

    /// <summary>Has the lane read what was written: at once if that is much, or if it has not been read for long enough.</summary>
    public void Grew()
    {
        lock (gate)
        {
            if (paced)
            {
                return;
            }

            var left = running || queued ? TimeSpan.Zero : readers.Pacing.LeftOf(readAt);
            if (left > TimeSpan.Zero && !HasMuch())
            {
                paced = true;
                readers.Pacing.WakeAfter(this, left);
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
            paced = false;
        }

        Wake();
    }

    /// <summary>Processor time of the last slice if there was one since this was asked last, else nothing.</summary>
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
                return;
            }

            queued = true;
        }

        readers.Enqueue(this);
    }

    /// <summary>Adds cursors; waits for a slice that is running.</summary>
    public void Open(IEnumerable<StreamCursor> opened)
    {
        lock (cursors)
        {
            cursors.AddRange(opened);
        }

        Wake();
    }

    /// <summary>Removes a pipeline's cursors, which park where they stand; waits for a slice that is running.</summary>
    public void Close(RunningPipeline pipeline)
    {
        lock (cursors)
        {
            foreach (var cursor in cursors.Where(c => c.Pipeline == pipeline))
            {
                cursor.Park();
                cursor.Dispose();
            }

            cursors.RemoveAll(c => c.Pipeline == pipeline);
        }
    }

    /// <summary>Whether every cursor has read and emitted all there is. Meaningful while the files do not change.</summary>
    public bool IsAtEnd
    {
        get
        {
            lock (cursors)
            {
                return cursors.All(c => c.IsAtEnd);
            }
        }
    }

    /// <summary>Lets the cursors read one chunk each. Called by one reader at a time.</summary>
    /// <param name="inAnyCase">Whether also those are to read whose pipelines have had more than their share.</param>
    public void RunSlice(bool inAnyCase)
    {
        lock (gate)
        {
            queued = false;
            running = true;
            again = false;
        }

        var (more, postponed) = (false, false);
        try
        {
            lock (cursors)
            {
                var files = stream.Files;
                read = (files, files.Count == 0 ? 0 : files[^1].Size);
                clock.Begin();
                for (var i = 0; i < cursors.Count; i++)
                {
                    var share = cursors[i].Pipeline.Share;
                    if (!share.MayRun() && !inAnyCase)
                    {
                        postponed = true;
                        continue;
                    }

                    more |= cursors[i].Step(out var split);
                    share.Charge(clock.Lap());
                    if (split is not null)
                    {
                        cursors.Insert(i + 1, split);
                    }
                }

                Reads.Clear();
                Merge();
                Interlocked.Exchange(ref cost, clock.Total);
            }
        }
        finally
        {
            lock (gate)
            {
                readAt = readers.Pacing.Now;
                running = false;
                more |= again;
                queued = !more && postponed;
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
                if (cursors[j].TryJoin(cursors[i]))
                {
                    cursors[i].Dispose();
                    cursors.RemoveAt(i);
                    break;
                }
            }
        }
    }
}
