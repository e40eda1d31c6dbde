using System.Collections.Concurrent;
using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Runtime;

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

    /// <summary>How the readers' time is divided among pipelines.</summary>
    public FairShares Shares => readers.Shares;

    /// <summary>The lane of a stream; null if nobody reads it.</summary>
    public StreamLane? Find(ILogStream stream) => lanes.GetValueOrDefault(stream.Key);

    /// <summary>Wakes the lanes that have something to do still, and spaces their reading by what it costs. To be called every second.</summary>
    /// <param name="isPaced">Whether files may be left alone for a while at all.</param>
    public void Tend(bool isPaced)
    {
        var cost = 0L;
        foreach (var (_, lane) in lanes)
        {
            cost += lane.TakeCost();
            if (!lane.IsAtEnd)
            {
                lane.Wake();
            }
        }

        readers.Pacing.Adapt(isPaced ? TimeSpan.FromMicroseconds(cost / 1000) : TimeSpan.Zero);
    }

    /// <summary>Opens cursors on a stream.</summary>
    public void Open(ILogStream stream, Func<StreamLane, IEnumerable<StreamCursor>> open)
    {
        lock (gate)
        {
            var lane = lanes.GetOrAdd(stream.Key, _ => new StreamLane(stream, readers));
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
                if (lane.IsEmpty)
                {
                    lanes.TryRemove(stream.Key, out _);
                }
            }
        }
    }
}
