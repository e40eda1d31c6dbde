using System.Collections.Concurrent;
using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Runtime;

/// <summary>The lanes of all streams that somebody reads.</summary>
internal sealed class Lanes(ReaderPool readers)
{
    private readonly ConcurrentDictionary<string, StreamLane> lanes = new(StringComparer.Ordinal);

    /// <summary>All lanes.</summary>
    public IEnumerable<StreamLane> All => lanes.Values;

    /// <summary>The lane of a stream.</summary>
    public StreamLane Of(ILogStream stream) => lanes.GetOrAdd(stream.Key, _ => new StreamLane(stream, readers));

    /// <summary>Forgets a stream that nobody reads any more.</summary>
    public void Remove(ILogStream stream)
    {
        if (lanes.TryGetValue(stream.Key, out var lane) && lane.IsEmpty)
        {
            lanes.TryRemove(stream.Key, out _);
        }
    }
}
