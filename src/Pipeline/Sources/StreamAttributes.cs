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
    private static readonly ConditionalWeakTable<ILogStream, BatchAttributes[]> Known = [];

    /// <summary>The attributes as another source of the stream made them before, or as they are.</summary>
    public static BatchAttributes Share(ILogStream stream, BatchAttributes made)
    {
        lock (Known)
        {
            var known = Known.TryGetValue(stream, out var before) ? before : [];
            if (Array.Find(known, made.SaysTheSame) is { } same)
            {
                return same;
            }

            Known.AddOrUpdate(stream, [.. known.Skip(known.Length == Most ? 1 : 0), made]);
            return made;
        }
    }
}
