using LogOperator.Pipeline.Native;
using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Runtime;

/// <summary>
/// One stream with the cursors of all pipelines that read it. The unit of scheduling: one reader thread at a time, so that cursors that
/// stand at the same place share chunks and nobody needs a lock for reading.
/// </summary>
internal sealed class StreamLane(ILogStream stream, ReaderPool readers)
{
    private readonly Lock gate = new();
    private readonly List<StreamCursor> cursors = [];
    private bool queued;
    private bool running;
    private bool again;

    /// <summary>The stream.</summary>
    public ILogStream Stream => stream;

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

    /// <summary>Bytes that a branch has not acknowledged.</summary>
    public long LagOf(Branch branch)
    {
        var (fileId, to) = branch.AcknowledgedOf(stream.Key);
        var lag = 0L;
        var files = stream.Files;
        for (var i = files.Count - 1; i >= 0; i--)
        {
            if (files[i].Id == fileId)
            {
                return lag + Math.Max(0, files[i].Size - to);
            }

            lag += files[i].Size;
        }

        return lag;
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
                var now = ThreadTime.Nanos;
                for (var i = 0; i < cursors.Count; i++)
                {
                    var share = cursors[i].Pipeline.Share;
                    if (!share.MayRun() && !inAnyCase)
                    {
                        postponed = true;
                        continue;
                    }

                    more |= cursors[i].Step(out var split);
                    var before = now;
                    now = ThreadTime.Nanos;
                    share.Charge(now - before);
                    if (split is not null)
                    {
                        cursors.Add(split);
                    }
                }

                Merge();
            }
        }
        finally
        {
            lock (gate)
            {
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

    /// <summary>Joins cursors of one pipeline that met: the one that lagged behind is dropped and its branches follow the other.</summary>
    private void Merge()
    {
        for (var i = cursors.Count - 1; i > 0; i--)
        {
            for (var j = 0; j < i; j++)
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
