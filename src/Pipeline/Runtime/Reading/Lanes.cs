using System.Collections.Concurrent;
using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Runtime.Reading;

/// <summary>
/// The lanes of all streams that somebody reads. A lane goes with its last cursor: a stream that comes back under the same key, as another
/// object, gets a new one.
/// </summary>
internal sealed class Lanes(ReaderPool readers)
{
    private readonly ConcurrentDictionary<string, StreamLane> lanes = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>All lanes.</summary>
    public IEnumerable<StreamLane> All => lanes.Values;

    /// <summary>Keys of the streams whose files a reader has been waiting for, for at least a time.</summary>
    public IReadOnlyList<string> Stalled(TimeSpan least) => [.. lanes.Values.Where(l => l.StalledFor >= least).Select(l => l.Stream.Key).Order(StringComparer.Ordinal)];

    /// <summary>How the readers' time is divided among pipelines.</summary>
    public FairShares Shares => readers.Shares;

    /// <summary>The lane of a stream; null if nobody reads it.</summary>
    public StreamLane? Find(ILogStream stream) => lanes.GetValueOrDefault(stream.Key);

    /// <summary>Wakes the lanes that have something to do still, and spaces their reading by what it costs. To be called every second.</summary>
    /// <param name="isPaced">Whether files may be left alone for a while at all.</param>
    /// <param name="waited">For how long, at most, batches have waited in front of their stores lately.</param>
    public void Tend(bool isPaced, TimeSpan waited)
    {
        var cost = 0L;
        foreach (var (_, lane) in lanes)
        {
            cost += lane.TakeCost();
            if (!lane.IsAtEnd)
            {
                lane.Wake();
            }
            else if (lane.IsEmpty)
            {
                lock (gate)
                {
                    Forget(lane);
                }
            }
        }

        readers.Pacing.Adapt(isPaced ? TimeSpan.FromMicroseconds(cost / 1000) : TimeSpan.Zero, waited);
    }

    /// <summary>Opens cursors on a stream.</summary>
    public void Open(ILogStream stream, Func<StreamLane, IEnumerable<StreamCursor>> open)
    {
        lock (gate)
        {
            // A reader may still wait for the files of a stream that is gone.
            var lane = lanes.AddOrUpdate(
                stream.Key,
                _ => new StreamLane(stream, readers),
                (_, old) => old.Stream != stream && old.IsEmpty ? new StreamLane(stream, readers) : old);
            lane.Open(open(lane));
        }
    }

    /// <summary>Closes a pipeline's cursors on a stream, and forgets the stream if nobody else reads it.</summary>
    public void Close(ILogStream stream, RunningPipeline pipeline)
    {
        lock (gate)
        {
            if (lanes.TryGetValue(stream.Key, out var lane))
            {
                lane.Close(pipeline);
                Forget(lane);
            }
        }
    }

    /// <summary>Forgets a lane that nobody reads, unless a reader waits for its files still: whoever opens them again has to wait for it.</summary>
    private void Forget(StreamLane lane)
    {
        if (lane.IsEmpty && lane.StalledFor == TimeSpan.Zero)
        {
            lanes.TryRemove(new(lane.Stream.Key, lane));
        }
    }
}
