using System.Collections.Concurrent;
using System.Numerics;
using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.Pipeline.Sources.Files;
using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Runtime;

/// <summary>
/// One generation of a pipeline at work: opens cursors on the streams that its sources select, runs the stages and routes the records to
/// the branches. Its branches and counters may come from the generation before and go to the one after.
/// </summary>
internal sealed class RunningPipeline : IStreamObserver
{
    private const int DefaultMaxRecordBytes = 512 * 1024;
    private readonly ConcurrentDictionary<string, (ILogStream Stream, List<IFileSource> Sources)> streams = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<StageSet> idle = [];
    private readonly ConcurrentDictionary<StreamLane, bool> blocked = new();
    private readonly Lock gate = new();
    private readonly string[] stores;
    private readonly Lanes lanes;
    private readonly StartPolicy start;
    private readonly CheckpointStore checkpoints;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly int maxRecordBytes;
    private volatile bool closed;

    /// <summary>Builds the pipeline; it reads nothing before its sources are followed.</summary>
    /// <exception cref="ArgumentException">The configuration cannot run here.</exception>
    public RunningPipeline(
        PipelineConfig config,
        IReadOnlyList<IFileSource> sources,
        IReadOnlyList<Branch> branches,
        PipelineCounters counters,
        Lanes lanes,
        CheckpointStore checkpoints,
        bool autoStartsAtBeginning,
        TimeProvider time,
        ILogger logger)
    {
        Config = config;
        Sources = sources;
        Branches = branches;
        Counters = counters;
        this.lanes = lanes;
        this.checkpoints = checkpoints;
        this.time = time;
        this.logger = logger;
        stores = [.. branches.Select(b => b.Store)];
        start = new StartPolicy(config.AcceptedAt, autoStartsAtBeginning);
        maxRecordBytes = (int)Math.Min(config.Delivery?.MaxRecordBytes?.Bytes ?? DefaultMaxRecordBytes, int.MaxValue);
        idle.Add(new StageSet(config, stores));
        Share = lanes.Shares.Join(config.Namespace);
    }

    /// <summary>What it was built from.</summary>
    public PipelineConfig Config { get; }

    /// <summary>Its sources.</summary>
    public IReadOnlyList<IFileSource> Sources { get; }

    /// <summary>Its branches; their places are their bits.</summary>
    public IReadOnlyList<Branch> Branches { get; }

    /// <summary>What it has read.</summary>
    public PipelineCounters Counters { get; }

    /// <summary>Its share of the readers' time.</summary>
    public FairShare Share { get; }

    /// <summary>Whether it is told not to read.</summary>
    public bool IsPaused => Config.Paused || closed;

    /// <summary>A branch of the generation before that is gone: new branches begin where it was acknowledged. Null if none is.</summary>
    public Branch? Inherit { get; set; }

    /// <summary>Now, in UTC.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Now, as a timestamp of the clock.</summary>
    public long Timestamp => time.GetTimestamp();

    /// <summary>Streams that it follows.</summary>
    public IEnumerable<ILogStream> Streams => streams.Values.Select(s => s.Stream);

    /// <inheritdoc/>
    public void Appeared(IFileSource source, ILogStream stream)
    {
        lock (gate)
        {
            if (closed)
            {
                return;
            }

            var entry = streams.GetOrAdd(stream.Key, _ => (stream, []));
            entry.Sources.Add(source);
            if (entry.Sources.Count == 1)
            {
                lanes.Open(stream, lane => OpenCursors(lane, source));
            }
        }
    }

    /// <inheritdoc/>
    public void Disappeared(IFileSource source, ILogStream stream)
    {
        lock (gate)
        {
            if (!closed && streams.TryGetValue(stream.Key, out var entry) && entry.Sources.Remove(source) && entry.Sources.Count == 0)
            {
                streams.TryRemove(stream.Key, out _);
                lanes.Close(stream, this);
            }
        }
    }

    /// <inheritdoc/>
    public void Changed(ILogStream stream) => lanes.Find(stream)?.Wake();

    /// <summary>Ends this generation: its cursors park where they stand, for the next one.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            foreach (var stream in Streams)
            {
                lanes.Close(stream, this);
            }
        }

        Share.Leave();
    }

    /// <summary>The branches behind some bits.</summary>
    public IEnumerable<Branch> BranchesOf(ulong bits) => Branches.Where((_, i) => (bits >> i & 1) != 0);

    /// <summary>Bits of those branches that have no room.</summary>
    public ulong FullBranches(ulong bits)
    {
        var full = 0UL;
        for (var left = bits; left != 0; left &= left - 1)
        {
            var index = BitOperations.TrailingZeroCount(left);
            if (!Branches[index].HasRoom)
            {
                full |= 1UL << index;
            }
        }

        return full;
    }

    /// <summary>Has a lane wait until one of its branches has room.</summary>
    public void WakeWhenThereIsRoom(StreamLane lane, ulong bits)
    {
        blocked[lane] = true;
        if (FullBranches(bits) != bits)
        {
            WakeBlocked();
        }
    }

    /// <summary>Wakes the lanes that wait for room.</summary>
    public void WakeBlocked()
    {
        foreach (var (lane, _) in blocked)
        {
            if (blocked.TryRemove(lane, out _))
            {
                lane.Wake();
            }
        }
    }

    /// <summary>Tells that a file cannot be read now.</summary>
    public void ReadFailed(string path, IOException e) => Log.ReadFailed(logger, path, e.Message);

    /// <summary>Up to where the records of a file are finished for all of some branches.</summary>
    public long SkipOf(ulong bits, ulong fileId)
    {
        var skip = long.MaxValue;
        foreach (var branch in BranchesOf(bits))
        {
            skip = Math.Min(skip, checkpoints.TryGet(new(Config.Key, branch.Store, fileId), out var checkpoint) ? checkpoint.Skip : 0);
        }

        return skip == long.MaxValue ? 0 : skip;
    }

    /// <summary>Where the checkpoints of some branches say that reading goes on: at the earliest of them.</summary>
    public Position ResumeOf(ILogStream stream, ulong bits) => BranchesOf(bits)
        .Select(b => StartPolicy.Resume(stream, b, checkpoints))
        .OfType<Position>()
        .MinBy(p => StartPolicy.Rank(stream, p));

    /// <summary>Forgets what is finished of streams that are not followed any more.</summary>
    public void Forget()
    {
        lock (gate)
        {
            if (!closed)
            {
                foreach (var branch in Branches)
                {
                    branch.Forget(streams.ContainsKey);
                }
            }
        }
    }

    /// <summary>Says that the checkpoints of everything that is followed are in use, however long nothing is written.</summary>
    public void Touch()
    {
        foreach (var branch in Branches)
        {
            foreach (var stream in Streams)
            {
                StartPolicy.Mark(stream, branch, checkpoints);
                foreach (var file in stream.Files)
                {
                    checkpoints.Touch(new(Config.Key, branch.Store, file.Id));
                }
            }
        }
    }

    /// <summary>Runs the stages over a batch and decides which branches take each record.</summary>
    /// <param name="batch">The batch, owned by the caller; read-only from here on.</param>
    /// <param name="bits">Branches that stand at the cursor.</param>
    /// <param name="counts">Whether the pipeline's counters count it.</param>
    /// <param name="taken">Gets the number of records for each branch.</param>
    public void Process(RecordBatch batch, ulong bits, bool counts, Span<int> taken)
    {
        if (!idle.TryTake(out var stages))
        {
            stages = new StageSet(Config, stores);
        }

        if (counts)
        {
            CountMade(batch);
        }

        stages.Process(batch);
        Route(stages.Router, batch, bits, counts, taken);
        idle.Add(stages);
    }

    /// <summary>What it is doing.</summary>
    /// <param name="generation">Generation to report.</param>
    /// <param name="refused">The newer form that was refused; null if none.</param>
    public PipelineReport Report(long generation, PipelineVerdict? refused) => new()
    {
        Namespace = Config.Namespace,
        Name = Config.Name,
        RunningGeneration = generation,
        RefusedGeneration = refused?.Generation,
        RefusedBecause = refused?.Message,
        Streams = streams.Count,
        Pods = Streams.Select(PodOf).OfType<string>().Distinct(StringComparer.Ordinal).Count(),
        Read = Counters.Report(),
        FilteredRecords = Counters.Filtered,
        Dropped = Counters.Dropped,
        Branches = [.. Branches.Select(b => b.Report(Streams.Sum(s => lanes.Find(s)?.LagOf(b) ?? 0)))],
    };

    /// <summary>Name of a stream's pod; null for files of the node.</summary>
    private static string? PodOf(ILogStream stream) => stream.Namespace.Length == 0 ? null : stream.Key[..stream.Key.LastIndexOf('/')];

    private void CountMade(RecordBatch batch)
    {
        var (records, stderr) = (0, 0);
        for (var i = 0; i < batch.Count; i++)
        {
            ref var header = ref batch.Header(i);
            if (header.Fate != Fate.Handled)
            {
                records++;
                stderr += (header.Flags & LineFlags.Stderr) != 0 ? 1 : 0;
            }
        }

        Counters.Made(records, stderr);
    }

    private void Route(Router router, RecordBatch batch, ulong bits, bool counts, Span<int> taken)
    {
        Span<int> ended = stackalloc int[8];
        ended.Clear();
        for (var i = 0; i < batch.Count; i++)
        {
            var record = batch[i];
            if (record.Fate == Fate.Live)
            {
                if (SizeOf(record) > maxRecordBytes)
                {
                    record.Fate = Fate.TooLong;
                }
                else if (router.Route(record) is var route && route != 0)
                {
                    record.Branches = route & bits;
                    for (var left = record.Branches; left != 0; left &= left - 1)
                    {
                        taken[BitOperations.TrailingZeroCount(left)]++;
                    }

                    continue;
                }
                else
                {
                    record.Fate = Fate.Filtered;
                }
            }

            ended[(int)record.Fate]++;
        }

        if (!counts)
        {
            return;
        }

        foreach (var fate in (ReadOnlySpan<Fate>)[Fate.Filtered, Fate.Failed, Fate.TooLong])
        {
            if (ended[(int)fate] > 0)
            {
                Counters.Ended(fate, ended[(int)fate]);
            }
        }
    }

    private static int SizeOf(Record record)
    {
        var size = record.BodySlice.Length;
        for (var i = 0; i < record.AttributeCount; i++)
        {
            size += record.SliceAt(i).Length;
        }

        return size;
    }

    /// <summary>Opens cursors for all branches: those that stand at the same place share one, and the furthest counts.</summary>
    private List<StreamCursor> OpenCursors(StreamLane lane, IFileSource source)
    {
        var known = new Position?[Branches.Count];
        for (var i = 0; i < known.Length; i++)
        {
            known[i] = Branches[i].Unpark(lane.Stream.Key) ?? StartPolicy.Resume(lane.Stream, Branches[i], checkpoints)
                ?? (Inherit is null ? null : StartPolicy.Resume(lane.Stream, Inherit, checkpoints));
        }

        var furthest = known.Where(p => p is not null).MaxBy(p => StartPolicy.Rank(lane.Stream, p!.Value));
        var cursors = new List<StreamCursor>();
        foreach (var group in Enumerable.Range(0, known.Length).GroupBy(i => known[i] ?? furthest ?? start.Begin(lane.Stream, source, Branches, checkpoints)))
        {
            var bits = group.Aggregate(0UL, (all, i) => all | (1UL << i));
            cursors.Add(new StreamCursor(this, lane, source, group.Key, bits, counts: furthest is null || group.Key == furthest));
            foreach (var i in group)
            {
                StartPolicy.Note(lane.Stream, Branches[i], group.Key, checkpoints);
                Branches[i].TrackerOf(lane.Stream.Key).Resume(group.Key);
            }
        }

        foreach (var branch in Branches)
        {
            StartPolicy.Mark(lane.Stream, branch, checkpoints);
        }

        return cursors;
    }
}
