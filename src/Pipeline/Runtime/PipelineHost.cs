using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Runtime.Accounting;
using LogOperator.Pipeline.Runtime.Reading;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.Pipeline.Runtime.Routing;
using LogOperator.Pipeline.Runtime.Sending;
using LogOperator.Pipeline.Sources;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Content;
using LogOperator.Pipeline.Sources.Files.Retention;
using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Runtime;

/// <summary>
/// Runs pipelines: the whole data plane of an agent or of <c>logctl run</c>. <see cref="ApplyAsync"/> may be called before and while
/// <see cref="RunAsync"/> runs; calls of it are made one after the other.
/// </summary>
public sealed class PipelineHost : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan OnceTick = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan WireGrace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TouchInterval = TimeSpan.FromHours(1);
    private readonly SortedDictionary<string, HostedPipeline> pipelines = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, PipelineVerdict> refused = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim applying = new(1, 1);
    private readonly Lock gate = new();
    private readonly HostOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly FileFollowers follower;
    private readonly ReaderPool readers;
    private readonly Lanes lanes;
    private readonly SinkWorkers workers;
    private readonly RetiredBranches retired;
    private readonly PipelineBuilder builder;
    private readonly UpkeepTurns turns = new();
    private readonly PipelineSwap swap;
    private readonly Ledgers ledgers;
    private readonly HostDisk disk;
    private readonly StallWatch stalls;
    private readonly CheckpointStore checkpoints;
    private volatile RunningPipeline[] followed = [];
    private volatile HostReport? ended;

    /// <summary>Makes a host and takes its state directory into use; nothing is read before <see cref="RunAsync"/>.</summary>
    /// <param name="options">How to run.</param>
    /// <param name="pods">The node's pods.</param>
    /// <param name="credentials">Secret values.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where failures are told.</param>
    /// <exception cref="IOException">The state directory cannot be used, or another process uses it.</exception>
    public PipelineHost(HostOptions options, IPodDirectory pods, ICredentials credentials, TimeProvider time, ILogger logger)
    {
        time = new SteadyTime(time);
        this.options = options;
        this.time = time;
        this.logger = logger;
        disk = new HostDisk(options, time, logger);
        checkpoints = disk.Checkpoints;
        ledgers = new Ledgers(checkpoints, time, logger);
        var following = new FollowerOptions
        {
            Final = options.Once,
            Root = options.Root,
            Pods = pods,
            PodPatience = options.PodPatience,
            Memory = checkpoints.Files,
            RetentionDirectory = options.RetentionDirectory,
            LinksAreOptional = options.LinksAreOptional,
            RetentionQuota = options.RetentionQuota,
            GivenUp = (stream, file, reason) => ledgers.GiveUp(Running(), stream, file, reason),
            CutOff = (stream, file, from) => ledgers.CutOff(Running(), stream, file, from),
            Buffer = disk.Buffer,
            RemoteMounts = options.RemoteMounts,
            Opener = options.Opener ?? RegularFiles.Open,
            NeededFrom = (stream, file) => HostDisk.NeededFrom(Running(), stream, file),
        };
        follower = new FileFollowers(following, time, logger);
        readers = new ReaderPool(options.Readers, logger, time);
        lanes = new Lanes(readers);
        stalls = new StallWatch(lanes, follower, logger);
        workers = new SinkWorkers(options, credentials, time, logger);
        retired = new RetiredBranches(time, logger);
        var budget = new BufferBudget(options.BufferMemory) { Emptied = WakeBlocked };
        builder = new PipelineBuilder(options, pods, workers, retired, lanes, ledgers, budget, checkpoints, time, logger);
        swap = new PipelineSwap(WireGrace, time);
    }

    /// <summary>
    /// Makes the host run a configuration. Pipelines whose configuration is the same go on untouched; a changed one is built first and
    /// swapped only if that succeeds; one that is gone stops reading at once.
    /// </summary>
    /// <returns>One verdict for each pipeline of the configuration and for each that was stopped, ordered by key.</returns>
    public async Task<IReadOnlyList<PipelineVerdict>> ApplyAsync(AgentConfig config)
    {
        await applying.WaitAsync().ConfigureAwait(false);
        try
        {
            var stores = config.Stores.ToDictionary(s => s.Key, StringComparer.Ordinal);
            var swaps = config.Pipelines.Select(p => ApplyOneAsync(p, stores)).ToList();
            var gone = Stop([.. config.Pipelines.Select(p => p.Key)]);
            PipelineVerdict[] verdicts = [.. await Task.WhenAll(swaps).ConfigureAwait(false), .. gone];
            workers.StopUnused(WireGrace);
            return [.. verdicts.OrderBy(v => v.Key, StringComparer.Ordinal)];
        }
        finally
        {
            applying.Release();
        }
    }

    /// <summary>What is being done; cheap enough to be asked every second.</summary>
    public HostReport Report() => Report(HostReport.UsualFiles);

    /// <summary>What is being done, with as many files as are wanted: those with the most unacknowledged bytes.</summary>
    public HostReport Report(int files)
    {
        if (ended is not null)
        {
            return ended with { Files = ended.Files is { } all && all.Count > files ? [.. all.Take(files)] : ended.Files };
        }

        lock (gate)
        {
            var running = pipelines.Values.Select(p => p.Running.Report(p.Generation, refused.GetValueOrDefault(p.Running.Config.Key)) with { RunningHash = p.Hash });
            var never = refused.Values.Where(v => !pipelines.ContainsKey(v.Key)).Select(PipelineReports.NeverRan);
            return new HostReport
            {
                Pipelines = [.. running.Concat(never).OrderBy(p => $"{p.Namespace}/{p.Name}", StringComparer.Ordinal)],
                LostBytes = disk.WithDamage(ledgers.LostBytes),
                VanishedFiles = follower.Vanished is > 0 and var vanished ? vanished : null,
                Branches = ledgers.Sums(),
                Files = RunningLedgers.Files(pipelines.Values.Select(p => p.Running), files),
                StalledStreams = stalls.Count is > 0 and var stalled ? stalled : null,
                LinkFailures = follower.LinkFailures is > 0 and var failures ? failures : null,
                Faults = FaultReports.Of(follower.Counters, disk.Buffer?.Counters),
            };
        }
    }

    /// <summary>How far a stop is with keeping what is not acknowledged of the log files; null before it began with that.</summary>
    public LeaveProgress? Leaving => follower.Leaving;

    /// <summary>
    /// Runs until <paramref name="stop"/> is cancelled, or, with <see cref="HostOptions.Once"/>, until everything is read and acknowledged;
    /// then flushes within <see cref="HostOptions.StopTimeout"/> and persists the checkpoints.
    /// </summary>
    /// <exception cref="InvalidOperationException">A part of the data plane ended unexpectedly.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stop);
        readers.Start();
        var following = follower.RunAsync(stopping.Token);
        var maintaining = MaintainAsync(stopping.Token);
        try
        {
            var ending = options.Once ? OnceAsync(stopping.Token) : Task.Delay(Timeout.InfiniteTimeSpan, time, stopping.Token);
            var ended = await Task.WhenAny(ending, following, readers.Failed, maintaining).ConfigureAwait(false);
            if ((ended != ending || ended.IsFaulted) && !stop.IsCancellationRequested)
            {
                throw new InvalidOperationException("a part of the data plane ended unexpectedly", ended.Exception?.GetBaseException());
            }
        }
        finally
        {
            await stopping.CancelAsync().ConfigureAwait(false);
            await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await maintaining.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await EndAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await workers.StopAsync().ConfigureAwait(false);
        follower.Dispose();
        disk.Dispose();
        applying.Dispose();
    }

    private async Task<PipelineVerdict> ApplyOneAsync(PipelineConfig config, Dictionary<string, StoreConfig> stores)
    {
        HostedPipeline? old;
        lock (gate)
        {
            old = pipelines.GetValueOrDefault(config.Key);
        }

        HostedPipeline? next = null;
        try
        {
            var form = PipelineBuilder.FormOf(config, stores);
            if (old is not null && old.Form.Value == form.Value)
            {
                Refuse(config.Key, null);
                (old.Generation, old.Hash) = (config.Generation, config.Hash);
                return new PipelineVerdict(config.Key, config.Generation, ApplyOutcome.Unchanged);
            }

            next = builder.Build(config, stores, form, old);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever it is, the old form goes on and the other pipelines are applied.
            var verdict = new PipelineVerdict(config.Key, config.Generation, ApplyOutcome.Refused, e.Message);
            Log.PipelineRefused(logger, config.Key, config.Generation, e.Message);
            Refuse(config.Key, verdict);
            return verdict;
        }

        await swap.PrepareAsync(old, next).ConfigureAwait(false);
        lock (gate)
        {
            pipelines[config.Key] = next;
            Follow();
        }

        Refuse(config.Key, null);
        var outcome = old is null ? ApplyOutcome.Started : ApplyOutcome.Swapped;
        Log.PipelineApplied(logger, config.Key, config.Generation, outcome);
        return new PipelineVerdict(config.Key, config.Generation, outcome);
    }

    private List<PipelineVerdict> Stop(HashSet<string> wanted)
    {
        var verdicts = new List<PipelineVerdict>();
        lock (gate)
        {
            foreach (var key in refused.Keys.Where(k => !wanted.Contains(k)).ToArray())
            {
                refused.Remove(key);
            }

            foreach (var (key, pipeline) in pipelines.Where(p => !wanted.Contains(p.Key)).ToArray())
            {
                pipelines.Remove(key);
                pipeline.Running.Close();
                foreach (var branch in pipeline.Branches)
                {
                    retired.Add(branch, pipeline.Running.Config.Delivery?.DrainTimeout?.Value ?? PipelineBuilder.DefaultDrainTimeout);
                }

                verdicts.Add(new PipelineVerdict(key, pipeline.Generation, ApplyOutcome.Stopped));
                Log.PipelineApplied(logger, key, pipeline.Generation, ApplyOutcome.Stopped);
            }

            Follow();
        }

        return verdicts;
    }

    private void Follow()
    {
        followed = [.. pipelines.Values.Select(p => p.Running)];
        follower.Set([.. pipelines.Values.SelectMany(p => p.Running.Sources.Select(source => (source, (IStreamObserver)p.Running)))]);
    }

    private void Refuse(string key, PipelineVerdict? verdict)
    {
        lock (gate)
        {
            if (verdict is null)
            {
                refused.Remove(key);
            }
            else
            {
                refused[key] = verdict;
            }
        }
    }

    private async Task MaintainAsync(CancellationToken stop)
    {
        var touched = time.GetUtcNow();
        while (true)
        {
            await Task.Delay(Tick, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
            {
                return;
            }

            if (time.GetUtcNow() - touched >= TouchInterval)
            {
                touched = time.GetUtcNow();
                Touch();
            }

            var running = Running();
            var turn = turns.Next(running);
            RunningLedgers.Observe(turn);
            RunningLedgers.Note(running);
            checkpoints.Sync();
            await TidyAsync(turn).ConfigureAwait(false);
            lanes.Tend(isPaced: !options.Once, workers.TakeLongestWait());
            stalls.Look();
            if (workers.Failure is { } failure)
            {
                throw new InvalidOperationException("a sink worker ended unexpectedly", failure);
            }
        }
    }

    /// <summary>Ends what nobody uses any more. Not while a configuration is applied: that may be about to use it.</summary>
    private async Task TidyAsync(IEnumerable<RunningPipeline> turn)
    {
        if (!await applying.WaitAsync(TimeSpan.Zero).ConfigureAwait(false))
        {
            return;
        }

        try
        {
            retired.Sweep();
            workers.StopUnused(WireGrace);
            foreach (var running in turn)
            {
                running.Forget();
            }
        }
        finally
        {
            applying.Release();
        }
    }

    private void Touch()
    {
        foreach (var running in Running())
        {
            running.Touch();
        }
    }

    private void WakeBlocked()
    {
        // Without the gate: whoever changes pipelines holds it and waits for readers, which call this.
        foreach (var running in followed)
        {
            running.WakeBlocked();
        }
    }

    private RunningPipeline[] Running()
    {
        lock (gate)
        {
            return [.. pipelines.Values.Select(p => p.Running)];
        }
    }

    /// <summary>Ends when everything that is there was read and acknowledged.</summary>
    private async Task OnceAsync(CancellationToken stop)
    {
        await follower.ScanNowAsync().WaitAsync(stop).ConfigureAwait(false);
        while (!IsDone())
        {
            if (lanes.All.All(l => l.IsAtEnd))
            {
                workers.Hurry();
            }

            await Task.Delay(OnceTick, time, stop).ConfigureAwait(false);
        }
    }

    private bool IsDone()
    {
        lock (gate)
        {
            return lanes.All.All(l => l.IsAtEnd) && pipelines.Values.All(p => p.Branches.All(b => b.Branch.IsIdle)) && retired.IsIdle;
        }
    }

    private async Task EndAsync()
    {
        readers.Dispose();
        workers.Hurry();
        var since = time.GetTimestamp();
        while (!Running().All(r => r.Branches.All(b => b.IsIdle)) && time.GetElapsedTime(since) < options.StopTimeout)
        {
            await Task.Delay(OnceTick, time).ConfigureAwait(false);
        }

        // Stopping the workers gives up what they hold: the last word is what was pending before.
        var last = Report(int.MaxValue);
        await follower.LeaveAsync().ConfigureAwait(false);
        await workers.StopAsync().ConfigureAwait(false);
        Touch();
        RunningLedgers.Leave(Running());
        ended = last with { LostBytes = disk.WithDamage(ledgers.LostBytes), Branches = ledgers.Sums() };
        checkpoints.Sync();
        follower.Dispose();
    }
}
