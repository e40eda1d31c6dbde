using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Runtime;

/// <summary>
/// The reader threads: they take lanes that have something to read, one slice at a time, in turn. A lane whose pipelines have had more than their share waits until the others
/// have had as much, or until there is nothing else to do.
/// </summary>
internal sealed class ReaderPool(int threads, ILogger logger, TimeProvider? time = null) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Queue<StreamLane> ready = new();
    private readonly Queue<StreamLane> behind = new();
    private readonly object gate = new();
    private readonly TaskCompletionSource failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Thread[] running = [];
    private int leftOfRound;
    private bool stopped;

    /// <summary>Fails when a reader ends unexpectedly.</summary>
    public Task Failed => failed.Task;

    /// <summary>How the readers' time is divided.</summary>
    public FairShares Shares { get; } = new();

    /// <summary>How often files that grow slowly are read.</summary>
    public Pacing Pacing { get; } = new(time ?? TimeProvider.System);

    /// <summary>Starts the threads.</summary>
    public void Start()
    {
        running = [.. Enumerable.Range(0, threads).Select(i => new Thread(Run) { Name = $"reader-{i}", IsBackground = true })];
        foreach (var thread in running)
        {
            thread.Start();
        }
    }

    /// <summary>Has a lane read; each lane stands in the queue at most once.</summary>
    public void Enqueue(StreamLane lane)
    {
        lock (gate)
        {
            ready.Enqueue(lane);
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Has a lane read later: its pipelines have had more than their share.</summary>
    public void Postpone(StreamLane lane)
    {
        lock (gate)
        {
            behind.Enqueue(lane);
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Ends the threads after their present slices. One that hangs in a dead file system is left behind.</summary>
    public void Dispose()
    {
        Pacing.Dispose();
        lock (gate)
        {
            stopped = true;
            Monitor.PulseAll(gate);
        }

        foreach (var thread in running)
        {
            thread.Join(Patience);
        }
    }

    private void Run()
    {
        try
        {
            while (Next() is { } next)
            {
                next.Lane.RunSlice(next.InAnyCase);
            }
        }
        catch (Exception e)
        {
            Log.LoopFailed(logger, e);
            failed.TrySetException(e);
        }
    }

    private (StreamLane Lane, bool InAnyCase)? Next()
    {
        lock (gate)
        {
            while (!stopped && ready.Count == 0 && behind.Count == 0)
            {
                Monitor.Wait(gate);
            }

            if (stopped)
            {
                return null;
            }

            if (leftOfRound <= 0 || ready.Count == 0)
            {
                if (Shares.Compare())
                {
                    while (behind.TryDequeue(out var lane))
                    {
                        ready.Enqueue(lane);
                    }
                }

                leftOfRound = ready.Count;
            }

            leftOfRound--;

            return ready.TryDequeue(out var next) ? (next, false) : (behind.Dequeue(), true);
        }
    }
}
