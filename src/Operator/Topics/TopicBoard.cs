using System.Collections.Concurrent;
using LogOperator.Crds.Compilation;
using LogOperator.Crds.V1Alpha1;

namespace LogOperator.Operator.Topics;

/// <summary>What is known of the stores' topics. Written by the topics' reconciler, read by the leader's loop. Safe for concurrent use.</summary>
internal sealed class TopicBoard
{
    private readonly ConcurrentDictionary<string, (TopicVerdict Verdict, IReadOnlyList<TopicStatus> Topics)> stores = new(StringComparer.Ordinal);

    /// <summary>All verdicts.</summary>
    public IReadOnlyList<TopicVerdict> Verdicts => [.. stores.Values.Select(s => s.Verdict)];

    /// <summary>The verdict on a store's topics, or null.</summary>
    public TopicVerdict? Verdict(string store) => stores.TryGetValue(store, out var known) ? known.Verdict : null;

    /// <summary>A store's topics as they were last seen.</summary>
    public IReadOnlyList<TopicStatus> Seen(string store) => stores.TryGetValue(store, out var known) ? known.Topics : [];

    /// <summary>Notes what came of a store.</summary>
    /// <returns>Whether the verdict is another one than before.</returns>
    public bool Set(TopicVerdict verdict, IReadOnlyList<TopicStatus> topics)
    {
        var before = Verdict(verdict.Store);
        stores[verdict.Store] = (verdict, topics);
        return before != verdict;
    }

    /// <summary>Forgets a store.</summary>
    public void Remove(string store) => stores.TryRemove(store, out _);
}
