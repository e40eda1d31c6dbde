using System.Collections.Concurrent;
using System.Numerics;
using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Patterns;
using LogOperator.Pipeline.Runtime.Accounting;
using LogOperator.Pipeline.Runtime.Acknowledgement;
using LogOperator.Pipeline.Runtime.Reading;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.Pipeline.Runtime.Routing;
using LogOperator.Pipeline.Sources.Files;
using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Runtime;

/// <summary>
/// One generation of a pipeline at work: opens cursors on the streams that its sources select, runs the stages and routes the records to
/// the branches. Its branches and counters may come from the generation before and go to the one after.
/// </summary>
internal sealed class RunningPipeline : IStreamObserver
{
    private readonly ConcurrentDictionary<string, (ILogStream Stream, List<IFileSource> Sources)> streams = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<StreamLane, bool> blocked = new();
    private readonly Lock gate = new();
    private readonly Lanes lanes;
    private readonly StartPolicy start;
    private readonly CheckpointStore checkpoints;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Lazy<IReadOnlyList<PatternUse>?> patterns;
    private readonly long began;

    // Streams that disappeared, until every stream of the form before has had the time to appear.
    private HashSet<string>? departed = new(StringComparer.Ordinal);
    private volatile bool closed;
    private int changes;
    private PodCount? counted;

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
        began = time.GetTimestamp();
        patterns = new(() => PatternUse.Of(config));
        start = new StartPolicy(config.AcceptedAt, autoStartsAtBeginning);
        Processing = new BatchProcessing(config, [.. branches.Select(b => b.Store)], counters);
        Share = lanes.Shares.Join(config.Namespace);
    }

    /// <summary>What it was built from.</summary>
    public PipelineConfig Config { get; }

    /// <summary>Its sources.</summary>
    public IReadOnlyList<IFileSource> Sources { get; }

    /// <summary>Its branches; their places are their bits.</summary>
    public IReadOnlyList<Branch> Branches { get; }

    /// <summary>Its stages and routes.</summary>
    public BatchProcessing Processing { get; }

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
    public IEnumerable<ILogStream> Streams => streams.Select(s => s.Value.Stream);

    /// <inheritdoc/>
    public void Appeared(IFileSource source, ILogStream stream)
    {
        lock (gate)
        {
            if (closed)
            {
                return;
            }

            var entry = streams.GetOrAdd(stream.Key, _ => (stream, new(1)));
            entry.Sources.Add(source);
            Interlocked.Increment(ref changes);
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
                departed?.Add(stream.Key);
                Interlocked.Increment(ref changes);
                var lane = lanes.Find(stream);
                lanes.Close(stream, this);
                if (lane is not null)
                {
                    // Its store may be dead for days.
                    blocked.TryRemove(lane, out _);
                }
            }
        }
    }

    /// <inheritdoc/>
    public string Namespace => Config.Namespace;

    /// <inheritdoc/>
    public object Audience => lanes;

    /// <inheritdoc/>
    public long NeededFrom(ILogStream stream, ILogFile file)
    {
        var lowest = long.MaxValue;
        foreach (var branch in Branches)
        {
            var isBegun = checkpoints.TryGet(new(Config.Key, branch.Store, file.Id), out var checkpoint);
            var tracker = branch.TrackerOf(stream.Key);
            var from = isBegun ? checkpoint.Offset : IsBehind(stream.Files, file, tracker.PresentFile) ? long.MaxValue : 0;
            lowest = Math.Min(lowest, Math.Max(from, tracker.FinishedTo(file.Id) ?? 0));
        }

        return lowest;
    }

    /// <inheritdoc/>
    public void Changed(ILogStream stream) => lanes.Find(stream)?.Grew();

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

    /// <summary>Where a file goes on for the first of some branches, and up to where its records are finished for all of them.</summary>
    public Checkpoint PlaceOf(ulong bits, ILogFile file)
    {
        Checkpoint? place = null;
        foreach (var branch in BranchesOf(bits))
        {
            var isKnown = checkpoints.TryGet(new(Config.Key, branch.Store, file.Id), out var checkpoint) && checkpoint.Offset <= file.Size;
            var own = isKnown ? checkpoint : default;
            place = place is { } others ? Checkpoint.Earlier(others, own) : own;
        }

        return place ?? default;
    }

    /// <summary>Where the checkpoints of some branches say that reading goes on: at the earliest of them.</summary>
    public Position ResumeOf(ILogStream stream, ulong bits)
    {
        var positions = BranchesOf(bits).Select(b => StartPolicy.Resume(stream, b, checkpoints)).OfType<Position>().ToList();
        var first = positions.MinBy(p => StartPolicy.Rank(stream, p));
        return positions.Where(p => p.FileId == first.FileId).Aggregate(first, (one, other) => one.Earlier(other));
    }

    /// <summary>Passes over what was in files before they could be read, where reading starts at the end.</summary>
    public void Settle(ILogStream stream) => start.Settle(stream, Branches, checkpoints);

    /// <summary>
    /// Forgets what is finished of streams that are not followed any more. One that this form of the pipeline has not been told of is about to come back: what
    /// is unread of it is not lost.
    /// </summary>
    public void Forget()
    {
        lock (gate)
        {
            if (closed)
            {
                return;
            }

            departed = time.GetElapsedTime(began) < PipelineSwap.HandOver ? departed : null;
            foreach (var branch in Branches)
            {
                branch.Forget(s => streams.TryGetValue(s, out var followed) ? followed.Stream.Files : null, s => departed?.Contains(s) != false);
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
        Patterns = patterns.Value,
        Streams = streams.Count,
        Pods = CountPods(),
        Read = Counters.Report(),
        FilteredRecords = Counters.Filtered,
        FailedInStages = Processing.Stages is { Count: > 0 } stages ? Counters.FailedIn(stages) : null,
        Dropped = Counters.Dropped,
        Branches = [.. Branches.Select(ReportOf)],
    };

    /// <summary>Whether a stream is followed.</summary>
    public bool Follows(ILogStream stream) => streams.ContainsKey(stream.Key);

    private BranchReport ReportOf(Branch branch)
    {
        var (entry, lag) = (default(LedgerEntry), TimeSpan.Zero);
        var found = new List<(ILogFile File, LedgerEntry Entry)>();
        foreach (var stream in Streams)
        {
            var tracker = branch.TrackerOf(stream.Key);
            tracker.Read(stream.Files, found);
            foreach (var (_, file) in found)
            {
                entry = entry.Plus(file);
            }

            lag = tracker.Lag > lag ? tracker.Lag : lag;
        }

        return branch.Report(entry, lag);
    }

    /// <summary>Pods of the streams: counted anew only where those are others, since that takes much memory.</summary>
    private int CountPods()
    {
        var now = Volatile.Read(ref changes);
        var known = counted;
        if (known is null || known.Changes != now)
        {
            known = new PodCount(now, Streams.Select(PodOf).OfType<string>().Distinct(StringComparer.Ordinal).Count());
            counted = known;
        }

        return known.Pods;
    }

    private static bool IsBehind(IReadOnlyList<ILogFile> files, ILogFile file, ulong other)
    {
        var seen = false;
        foreach (var candidate in files)
        {
            if (seen && candidate.Id == other)
            {
                return true;
            }

            seen |= candidate == file;
        }

        return false;
    }

    /// <summary>Name of a stream's pod; null for files of the node.</summary>
    private static string? PodOf(ILogStream stream) => stream.Namespace.Length == 0 ? null : stream.Key[..stream.Key.LastIndexOf('/')];

    /// <summary>Opens cursors for all branches: those that stand at the same place share one, and the furthest counts.</summary>
    private List<StreamCursor> OpenCursors(StreamLane lane, IFileSource source)
    {
        var (known, goesOn) = (new Position?[Branches.Count], new bool[Branches.Count]);
        if (Inherit is { } former)
        {
            StartPolicy.Rejoin(lane.Stream, former, checkpoints, source.Joining);
        }

        for (var i = 0; i < known.Length; i++)
        {
            var isRejoined = StartPolicy.Rejoin(lane.Stream, Branches[i], checkpoints, source.Joining);
            var parked = Branches[i].Unpark(lane.Stream.Key);
            goesOn[i] = parked is not null;
            known[i] = (isRejoined ? parked?.BeforeHeld() : parked) ?? StartPolicy.Resume(lane.Stream, Branches[i], checkpoints)
                ?? (Inherit is null ? null : StartPolicy.Resume(lane.Stream, Inherit, checkpoints));
        }

        var furthest = known.Where(p => p is not null).MaxBy(p => StartPolicy.Rank(lane.Stream, p!.Value));
        var cursors = new List<StreamCursor>();
        foreach (var group in Enumerable.Range(0, known.Length).GroupBy(i => known[i] ?? furthest ?? start.Begin(lane.Stream, source, Branches, checkpoints)))
        {
            var bits = group.Aggregate(0UL, (all, i) => all | (1UL << i));
            cursors.Add(new StreamCursor(this, lane, source, group.Key, bits, counts: furthest is null || group.Key == furthest));
            var guide = group.Where(i => known[i] is not null).Select(i => Branches[i]).FirstOrDefault();
            foreach (var i in group)
            {
                // What was read for a branch that goes on is not acknowledged yet, and by its own tracker when it is.
                if (!goesOn[i])
                {
                    StartPolicy.Note(lane.Stream, Branches[i], group.Key, guide, checkpoints);
                }

                Branches[i].TrackerOf(lane.Stream.Key).Resume(group.Key);
            }
        }

        foreach (var branch in Branches)
        {
            StartPolicy.Mark(lane.Stream, branch, checkpoints, source.Joining);
        }

        return cursors;
    }

    /// <summary>How many pods there were after so many changes.</summary>
    private sealed record PodCount(int Changes, int Pods);
}
