using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Runtime;

/// <summary>The reader threads: they take lanes that have something to read, one slice at a time, in turn.</summary>
internal sealed class ReaderPool(int threads, ILogger logger) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Queue<StreamLane> ready = new();
    private readonly object gate = new();
    private readonly TaskCompletionSource failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Thread[] running = [];
    private bool stopped;

    /// <summary>Fails when a reader ends unexpectedly.</summary>
    public Task Failed => failed.Task;

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

    /// <summary>Ends the threads after their present slices. One that hangs in a dead file system is left behind.</summary>
    public void Dispose()
    {
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
            while (Next() is { } lane)
            {
                lane.RunSlice();
            }
        }
        catch (Exception e)
        {
            Log.LoopFailed(logger, e);
            failed.TrySetException(e);
        }
    }

    private StreamLane? Next()
    {
        lock (gate)
        {
            while (!stopped && ready.Count == 0)
            {
                Monitor.Wait(gate);
            }

            return stopped ? null : ready.Dequeue();
        }
    }
}
