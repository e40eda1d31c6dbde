using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Tests.Runtime.Histories;

/// <summary>A store that outlives agents, and the rules by which it may get a record twice.</summary>
internal sealed class SimulatedStore(string name, Random random)
{
    private readonly HashSet<RecordId> ids = [];
    private readonly HashSet<RecordId> unanswered = [];
    private readonly HashSet<RecordId> unsynced = [];
    private readonly HashSet<RecordId> mayComeAgain = [];
    private readonly Dictionary<string, RecordId> idOf = [];
    private readonly Dictionary<ulong, long> offsets = [];

    public string Name => name;

    /// <summary>Whether it takes anything.</summary>
    public bool IsUp { get; set; } = true;

    /// <summary>The lines that it got.</summary>
    public Dictionary<string, RecordId>.KeyCollection Lines => idOf.Keys;

    /// <summary>What must not have happened; empty if all is well.</summary>
    public List<string> Complaints { get; } = [];

    public bool Answers() => IsUp && random.Next(4) > 0;

    public void Store(IEnumerable<(string Body, RecordId Id)> records)
    {
        foreach (var (body, id) in records)
        {
            if (!ids.Add(id))
            {
                if (!mayComeAgain.Contains(id))
                {
                    Complaints.Add($"{name} got {body} ({id}) twice though it had acknowledged it");
                }
            }
            else
            {
                // Within a file, lines come in order; what comes again does not count.
                if (offsets.TryGetValue(id.FileId, out var before) && id.Offset < before)
                {
                    Complaints.Add($"{name} got {body} ({id}) after offset {before}");
                }

                offsets[id.FileId] = id.Offset;
            }

            if (!idOf.TryAdd(body, id) && idOf[body] != id)
            {
                Complaints.Add($"{name} got {body} as {idOf[body]} and as {id}");
            }

            unanswered.Add(id);
        }
    }

    public void Acknowledged(IEnumerable<RecordId> answered)
    {
        foreach (var id in answered)
        {
            unanswered.Remove(id);
            unsynced.Add(id);
        }
    }

    /// <summary>The agent has written down what was acknowledged, as far as whole batches were.</summary>
    public void Synced(Predicate<RecordId> isNoted) => unsynced.RemoveWhere(isNoted);

    /// <summary>The agent died: it knows no more of what it had not written down.</summary>
    public void Forgotten()
    {
        mayComeAgain.UnionWith(unanswered);
        mayComeAgain.UnionWith(unsynced);
        unanswered.Clear();
        unsynced.Clear();
    }
}
