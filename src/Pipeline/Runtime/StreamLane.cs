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

    /// <summary>Lets every cursor read one chunk. Called by one reader at a time.</summary>
    public void RunSlice()
    {
        lock (gate)
        {
            queued = false;
            running = true;
            again = false;
        }

        var more = false;
        try
        {
            lock (cursors)
            {
                for (var i = 0; i < cursors.Count; i++)
                {
                    more |= cursors[i].Step(out var split);
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
            }
        }

        if (more)
        {
            Wake();
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
