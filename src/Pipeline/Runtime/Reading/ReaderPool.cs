using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Runtime.Reading;

/// <summary>
/// The reader threads: they take lanes that have something to read, one slice at a time, in turn. A lane whose pipelines have had more than their share waits until the others
/// have had as much, or until there is nothing else to do. A thread that hangs in a dead file system gets a relief, within a bound, and ends when
/// the file system answers.
/// </summary>
internal sealed class ReaderPool(int threads, ILogger logger, TimeProvider? time = null) : IDisposable
{
    private const int MostReliefs = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private readonly Queue<StreamLane> ready = new();
    private readonly Queue<StreamLane> behind = new();
    private readonly object gate = new();
    private readonly TaskCompletionSource failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Reader> readers = [];
    private ITimer? watch;
    private int reliefs;
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
        lock (gate)
        {
            for (var i = 0; i < threads; i++)
            {
                StartOne();
            }
        }

        watch = TimeProvider.System.CreateTimer(_ => Relieve(), null, Longest, Longest);
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
        watch?.Dispose();
        Reader[] running;
        lock (gate)
        {
            stopped = true;
            Monitor.PulseAll(gate);
            running = [.. readers];
        }

        var since = TimeProvider.System.GetTimestamp();
        foreach (var reader in running)
        {
            var left = Patience - TimeProvider.System.GetElapsedTime(since);
            if (!reader.IsRelieved && left > TimeSpan.Zero)
            {
                reader.Thread.Join(left);
            }
        }
    }

    private void StartOne()
    {
        var reader = new Reader();
        reader.Thread = new Thread(() => Run(reader)) { Name = $"reader-{readers.Count}", IsBackground = true };
        readers.Add(reader);
        reader.Thread.Start();
    }

    /// <summary>Where lanes wait and no reader has ended a slice for long, another one takes the place of each that hangs.</summary>
    private void Relieve()
    {
        lock (gate)
        {
            if (stopped || ready.Count + behind.Count == 0)
            {
                return;
            }

            for (var i = readers.Count - 1; i >= 0; i--)
            {
                var reader = readers[i];
                if (!reader.IsRelieved && reliefs < MostReliefs && reader.Since is { } since && TimeProvider.System.GetElapsedTime(since) >= Longest)
                {
                    reader.IsRelieved = true;
                    reliefs++;
                    StartOne();
                }
            }
        }
    }

    private void Run(Reader reader)
    {
        try
        {
            while (Next(reader) is { } next)
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

    private (StreamLane Lane, bool InAnyCase)? Next(Reader reader)
    {
        lock (gate)
        {
            reader.Since = null;
            if (reader.IsRelieved)
            {
                readers.Remove(reader);
                reliefs--;
                return null;
            }

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
            reader.Since = TimeProvider.System.GetTimestamp();
            return ready.TryDequeue(out var next) ? (next, false) : (behind.Dequeue(), true);
        }
    }

    /// <summary>A thread.</summary>
    private sealed class Reader
    {
        public Thread Thread { get; set; } = null!;

        /// <summary>When its present slice began; null while it waits.</summary>
        public long? Since { get; set; }

        /// <summary>Whether another one took its place.</summary>
        public bool IsRelieved { get; set; }
    }
}
