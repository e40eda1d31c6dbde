using System.Runtime.CompilerServices;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Sources;

/// <summary>
/// The attributes that the sources of all pipelines give to a stream: those that say the same are one object, so that a thousand pipelines keep them once, and see without a look
/// at them that they say the same. Safe for concurrent use.
/// </summary>
internal static class StreamAttributes
{
    private const int Most = 8;
    private static readonly ConditionalWeakTable<ILogStream, List<BatchAttributes>> Known = [];

    /// <summary>The attributes as another source of the stream made them before, or as they are.</summary>
    public static BatchAttributes Share(ILogStream stream, BatchAttributes made)
    {
        var known = Known.GetValue(stream, static _ => []);
        lock (known)
        {
            if (known.Find(made.SaysTheSame) is { } same)
            {
                return same;
            }

            if (known.Count == Most)
            {
                known.RemoveAt(0);
            }

            known.Add(made);
            return made;
        }
    }
}
