using System.Collections.Concurrent;
using System.Numerics;
using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Runtime.Accounting;
using LogOperator.Pipeline.Runtime.Acknowledgement;

namespace LogOperator.Pipeline.Runtime.Routing;

/// <summary>What a pipeline does with a batch: runs the stages, and decides which branches take each record. Safe for concurrent use.</summary>
internal sealed class BatchProcessing
{
    private const int DefaultMaxRecordBytes = 512 * 1024;
    private readonly ConcurrentBag<StageSet> idle = [];
    private readonly PipelineConfig config;
    private readonly IReadOnlyList<string> stores;
    private readonly PipelineCounters counters;
    private readonly int maxRecordBytes;
    private readonly ulong? takesAll;

    /// <summary>Builds the stages and compiles the routes.</summary>
    /// <exception cref="ArgumentException">The configuration cannot run here.</exception>
    public BatchProcessing(PipelineConfig config, IReadOnlyList<string> stores, PipelineCounters counters)
    {
        this.config = config;
        this.stores = stores;
        this.counters = counters;
        maxRecordBytes = (int)Math.Min(config.Delivery?.MaxRecordBytes?.Bytes ?? DefaultMaxRecordBytes, int.MaxValue);
        var first = new StageSet(config, stores);
        Stages = [.. first.Names.Distinct(StringComparer.Ordinal)];
        takesAll = config.Stages.Count == 0 ? first.Router.TakesAll : null;
        idle.Add(first);
    }

    /// <summary>Names of the stages.</summary>
    public IReadOnlyList<string> Stages { get; }

    /// <summary>Whether a batch is handed on as it stands, without a look at its records.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="account">Tells whether branches have finished some of the records before.</param>
    public bool TakesWhole(RecordBatch batch, BatchAccount account) =>
        takesAll is not null && batch.Contiguous is { } records && records.LongestBody <= maxRecordBytes && account.KnowingBranches == 0;

    /// <summary>Runs the stages over a batch and routes it.</summary>
    /// <param name="batch">The batch, owned by the caller; read-only from here on.</param>
    /// <param name="bits">Branches that stand at the cursor.</param>
    /// <param name="counts">Whether the pipeline's counters count it.</param>
    /// <param name="account">Gets what became of the records.</param>
    public void Process(RecordBatch batch, ulong bits, bool counts, BatchAccount account)
    {
        if (TakesWhole(batch, account))
        {
            TakeWhole(batch, bits, counts, account);
            return;
        }

        if (!idle.TryTake(out var stages))
        {
            stages = new StageSet(config, stores);
        }

        account.Begin(batch.FileId, bits);
        var untaken = CountMade(batch, counts);
        stages.Process(batch, counts ? counters : null);
        Route(stages.Router, batch, bits, counts, account);
        account.End(ByteFate.FilteredSource, untaken);
        account.End(ByteFate.FilteredStage, -untaken);
        if (batch.Elsewhere is not null)
        {
            RouteElsewhere(batch, bits, account);
        }

        idle.Add(stages);
    }

    private void TakeWhole(RecordBatch batch, ulong bits, bool counts, BatchAccount account)
    {
        account.Begin(batch.FileId, bits);
        account.Take(takesAll!.Value & bits, batch.Count, batch.OwnedBytes(0, batch.Count));
        if (batch.TakenWholeBy == 0)
        {
            // Pipelines that share the batch give their branches bits of their own: whoever has it in a queue takes it whole.
            batch.TakenWholeBy = ulong.MaxValue;
        }

        if (counts)
        {
            counters.Made(batch.Count, batch.Contiguous!.Value.OfStderr);
        }
    }

    /// <summary>Counts what joining made.</summary>
    /// <returns>Bytes of lines that the source does not take.</returns>
    private long CountMade(RecordBatch batch, bool counts)
    {
        var (records, stderr, untaken) = (0, 0, 0L);
        for (var i = 0; i < batch.Count; i++)
        {
            ref var header = ref batch.Header(i);
            if (header.Fate != Fate.Handled)
            {
                records++;
                stderr += (header.Flags & LineFlags.Stderr) != 0 ? 1 : 0;
                untaken += header.Fate == Fate.Filtered ? header.End - header.Start - header.Between : 0;
            }
        }

        if (counts)
        {
            counters.Made(records, stderr);
        }

        return untaken;
    }

    private void Route(Router router, RecordBatch batch, ulong bits, bool counts, BatchAccount account)
    {
        Span<int> ended = stackalloc int[8];
        ended.Clear();
        for (var i = 0; i < batch.Count; i++)
        {
            var record = batch[i];
            var owned = record.OwnedBytes;
            if (record.Fate == Fate.Live)
            {
                if (SizeOf(record) > maxRecordBytes)
                {
                    record.Fate = Fate.TooLong;
                }
                else if (router.Route(record) is var route && route != 0)
                {
                    var finished = account.KnowingBranches == 0 ? 0 : FinishedBefore(record, route & bits, account);
                    record.Branches = route & bits & ~finished;
                    account.Take(record.Branches, finished, owned);
                    continue;
                }
                else
                {
                    record.Fate = Fate.Unrouted;
                }
            }

            ended[(int)record.Fate]++;
            if (record.Fate != Fate.Handled)
            {
                account.End(FateOf(record.Fate), owned);
            }
        }

        foreach (var fate in counts ? (ReadOnlySpan<Fate>)[Fate.Filtered, Fate.Unrouted, Fate.Failed, Fate.TooLong] : [])
        {
            if (ended[(int)fate] > 0)
            {
                counters.Ended(fate, ended[(int)fate]);
            }
        }
    }

    /// <summary>The branches that had finished a record before reading resumed below it. One that goes on in a later file never counts.</summary>
    private static ulong FinishedBefore(Record record, ulong branches, BatchAccount account)
    {
        var index = record.Index;
        var finished = 0UL;
        for (var left = branches & account.KnowingBranches; left != 0; left &= left - 1)
        {
            var branch = BitOperations.TrailingZeroCount(left);
            if (FinishedRanges.Contain(account.Known[branch]!, record.Start, record.End)
                && record.Batch.Elsewhere?.Exists(e => e.Record == index) != true)
            {
                finished |= 1UL << branch;
            }
        }

        return finished;
    }

    private static void RouteElsewhere(RecordBatch batch, ulong bits, BatchAccount account)
    {
        foreach (var owned in batch.Elsewhere!)
        {
            var record = batch[owned.Record];
            if (record.Fate == Fate.Live)
            {
                account.PassElsewhere(owned.FileId, bits & ~record.Branches, owned.Bytes);
            }
            else if (record.Fate != Fate.Handled)
            {
                account.EndElsewhere(owned.FileId, FateOf(record.Fate), owned.Bytes);
            }
        }
    }

    private static ByteFate FateOf(Fate fate) => fate switch
    {
        Fate.Failed => ByteFate.DroppedStageFailed,
        Fate.TooLong => ByteFate.DroppedTooLong,
        Fate.Unrouted => ByteFate.FilteredUnrouted,
        _ => ByteFate.FilteredStage,
    };

    private static int SizeOf(Record record)
    {
        var size = record.BodySlice.Length;
        foreach (ref readonly var field in record.Batch.FieldsOf(record.Index))
        {
            size += field.Value.Length;
        }

        return size;
    }
}
