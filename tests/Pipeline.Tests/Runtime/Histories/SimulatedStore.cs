using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Tests.Runtime.Histories;

/// <summary>A store that outlives agents, and the rules by which it may get a record twice.</summary>
internal sealed class SimulatedStore(string name, Random random, RecordOracle oracle)
{
    private readonly HashSet<StoredRecord> records = [];
    private readonly HashSet<StoredRecord> again = [];
    private readonly Dictionary<RecordId, StoredRecord> latest = [];
    private readonly Dictionary<RecordId, StoredRecord> unanswered = [];
    private readonly Dictionary<RecordId, StoredRecord> unsynced = [];
    private readonly HashSet<RecordId> mayComeAgain = [];
    private readonly HashSet<RecordId> doubtful = [];
    private readonly Dictionary<LogPiece, StoredRecord> holders = [];
    private readonly Dictionary<(ulong FileId, string Stream), long> offsets = [];

    public string Name => name;

    /// <summary>Whether it takes anything.</summary>
    public bool IsUp { get; set; } = true;

    /// <summary>The lines that it got, and parts of lines.</summary>
    public Dictionary<LogPiece, StoredRecord>.KeyCollection Pieces => holders.Keys;

    /// <summary>All different records. After a restart some may come again without their beginning, of which only that of the oldest is known.</summary>
    public IEnumerable<StoredRecord> Records => records.Except(again);

    /// <summary>What must not have happened; empty if all is well.</summary>
    public List<string> Complaints { get; } = [];

    public bool Answers() => IsUp && random.Next(4) > 0;

    public void Store(IEnumerable<StoredRecord> got)
    {
        foreach (var record in got)
        {
            Store(record);
            unanswered[record.Id] = record;
        }
    }

    public void Acknowledged(IEnumerable<RecordId> answered)
    {
        foreach (var id in answered)
        {
            unanswered.Remove(id);
            unsynced[id] = latest[id];
        }
    }

    /// <summary>The agent has written down what was acknowledged, as far as whole batches were.</summary>
    public void Synced(Func<StoredRecord, LineFlags, bool> isNoted)
    {
        foreach (var (id, _) in unsynced.Where(r => isNoted(r.Value, StreamOf(r.Value))).ToList())
        {
            unsynced.Remove(id);
        }
    }

    /// <summary>The agent ended.</summary>
    /// <param name="isCrash">Whether it had no time to write anything down: it knows no more of what it had not.</param>
    /// <param name="written">What stood in the log.</param>
    public void Ended(bool isCrash, IEnumerable<LogPiece> written)
    {
        if (isCrash)
        {
            mayComeAgain.UnionWith(unanswered.Keys);
            mayComeAgain.UnionWith(unsynced.Keys);
        }

        // Reading goes on from the oldest line that is not done with; what lies behind it is made anew, and cut elsewhere where a time-out had cut it.
        var open = written.FirstOrDefault(p => !holders.TryGetValue(p, out var holder) || unanswered.ContainsKey(holder.Id) || (isCrash && unsynced.ContainsKey(holder.Id)));
        if (open is not null)
        {
            doubtful.UnionWith(holders.Where(h => h.Key.Number > open.Number).Select(h => h.Value.Id));
        }

        unanswered.Clear();
        unsynced.Clear();
    }

    private LineFlags StreamOf(StoredRecord record) => oracle.PiecesOf(record.Body, out _) is [{ Stream: var stream }, ..]
        ? stream switch { "stdout" => LineFlags.Stdout, "stderr" => LineFlags.Stderr, _ => LineFlags.None }
        : LineFlags.None;

    private void Store(StoredRecord record)
    {
        var pieces = oracle.PiecesOf(record.Body, out var problem);
        if (problem is not null)
        {
            Complaints.Add($"{name} got {record}, which {problem}");
            latest[record.Id] = record;
            return;
        }

        if (records.Contains(record))
        {
            if (!mayComeAgain.Contains(record.Id) && !(oracle.HasDoubts && doubtful.Contains(record.Id)))
            {
                Complaints.Add($"{name} got {record} twice though it had acknowledged it");
            }
        }
        else if (pieces.Select(p => holders.GetValueOrDefault(p)).FirstOrDefault(h => h is not null && !mayComeAgain.Contains(h.Id) && !doubtful.Contains(h.Id)) is { } holder)
        {
            Complaints.Add($"{name} got {record} though it had acknowledged {holder}");
        }
        else if (oracle.HasDoubts && pieces.All(holders.ContainsKey))
        {
            again.Add(record);
        }
        else if (!pieces.Any(holders.ContainsKey))
        {
            // Within a stream of a file, lines come in order; what comes again does not count.
            var place = (record.Id.FileId, pieces[0].Stream);
            if (offsets.TryGetValue(place, out var before) && record.Id.Offset < before)
            {
                Complaints.Add($"{name} got {record} after offset {before}");
            }

            offsets[place] = record.Id.Offset;
        }

        if (latest.TryGetValue(record.Id, out var same) && same != record && oracle.PiecesOf(same.Body, out _)[0] != pieces[0])
        {
            Complaints.Add($"{name} got {record} with the id of {same}");
        }

        records.Add(record);
        latest[record.Id] = record;
        foreach (var piece in pieces)
        {
            holders[piece] = record;
        }
    }
}
