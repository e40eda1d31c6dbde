using System.Text.Json;
using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.Pipeline.Sources;
using LogOperator.Pipeline.Sources.Files;
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
    private static readonly TimeSpan HandOver = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TouchInterval = TimeSpan.FromHours(1);
    private static readonly TimeSpan DefaultDrainTimeout = TimeSpan.FromSeconds(30);
    private readonly SortedDictionary<string, HostedPipeline> pipelines = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, PipelineVerdict> refused = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim applying = new(1, 1);
    private readonly Lock gate = new();
    private readonly HostOptions options;
    private readonly IPodDirectory pods;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly FileFollower follower;
    private readonly ReaderPool readers;
    private readonly Lanes lanes;
    private readonly SinkWorkers workers;
    private readonly RetiredBranches retired;
    private readonly HostDisk disk;
    private readonly CheckpointStore checkpoints;
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
        this.options = options;
        this.pods = pods;
        this.time = time;
        this.logger = logger;
        disk = new HostDisk(options, time, logger);
        checkpoints = disk.Checkpoints;
        var following = new FollowerOptions
        {
            Final = options.Once,
            Root = options.Root,
            Pods = pods,
            PodPatience = options.PodPatience,
            Memory = checkpoints.Files,
            RetentionDirectory = options.RetentionDirectory,
            RetentionQuota = options.RetentionQuota,
            Buffer = disk.Buffer,
            NeededFrom = (stream, file) => HostDisk.NeededFrom(Running(), stream, file),
        };
        follower = new FileFollower(following, time, logger);
        readers = new ReaderPool(options.Readers, logger);
        lanes = new Lanes(readers);
        workers = new SinkWorkers(options, credentials, time, logger);
        retired = new RetiredBranches(time, logger);
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
    public HostReport Report()
    {
        if (ended is not null)
        {
            return ended;
        }

        lock (gate)
        {
            var running = pipelines.Values.Select(p => p.Running.Report(p.Generation, refused.GetValueOrDefault(p.Running.Config.Key)));
            var never = refused.Values.Where(v => !pipelines.ContainsKey(v.Key)).Select(NeverRan);
            return new HostReport
            {
                Pipelines = [.. running.Concat(never).OrderBy(p => $"{p.Namespace}/{p.Name}", StringComparer.Ordinal)],
                LostBytes = disk.LostBytes(follower.Counters),
                LinkFailures = follower.Counters.LinkFailures is > 0 and var failures ? failures : null,
            };
        }
    }

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

    private static PipelineReport NeverRan(PipelineVerdict verdict)
    {
        var slash = verdict.Key.IndexOf('/', StringComparison.Ordinal);
        return new PipelineReport
        {
            Namespace = verdict.Key[..slash],
            Name = verdict.Key[(slash + 1)..],
            RunningGeneration = 0,
            RefusedGeneration = verdict.Generation,
            RefusedBecause = verdict.Message,
            Streams = 0,
            Pods = 0,
            Read = new PipelineCounters().Report(),
            FilteredRecords = 0,
            Dropped = new Dictionary<string, long>(),
            Branches = [],
        };
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
            var form = FormOf(config, stores);
            if (old?.Form == form)
            {
                Refuse(config.Key, null);
                old.Generation = config.Generation;
                return new PipelineVerdict(config.Key, config.Generation, ApplyOutcome.Unchanged);
            }

            next = Build(config, stores, form, old);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever it is, the old form goes on and the other pipelines are applied.
            var verdict = new PipelineVerdict(config.Key, config.Generation, ApplyOutcome.Refused, e.Message);
            Log.PipelineRefused(logger, config.Key, config.Generation, e.Message);
            Refuse(config.Key, verdict);
            return verdict;
        }

        await SwapAsync(old, next).ConfigureAwait(false);
        Refuse(config.Key, null);
        var outcome = old is null ? ApplyOutcome.Started : ApplyOutcome.Swapped;
        Log.PipelineApplied(logger, config.Key, config.Generation, outcome);
        return new PipelineVerdict(config.Key, config.Generation, outcome);
    }

    /// <summary>The canonical text of a pipeline with its stores: what decides whether it changed. Its generation is no part of it.</summary>
    private static string FormOf(PipelineConfig config, Dictionary<string, StoreConfig> stores)
    {
        var named = config.Routes.SelectMany(r => r.Stores).Distinct(StringComparer.Ordinal);
        var missing = named.FirstOrDefault(s => !stores.ContainsKey(s));
        if (missing is not null)
        {
            throw new ArgumentException($"the configuration names store {missing}, which it does not contain");
        }

        var own = JsonSerializer.Serialize(config with { Generation = 0 }, PipelineJson.Default.PipelineConfig);
        return string.Join('\n', named.Select(s => JsonSerializer.Serialize(stores[s], PipelineJson.Default.StoreConfig)).Prepend(own));
    }

    private HostedPipeline Build(PipelineConfig config, Dictionary<string, StoreConfig> stores, string form, HostedPipeline? old)
    {
        var sources = config.Sources
            .Where(s => s.Spec.Paused != true)
            .Select(s => (s.Spec.Chosen ?? throw new ArgumentException($"source {s.Name}: no kind is given"))
                .Build(new SourceContext(s, options.Root, options.NodeName, pods)))
            .ToArray();
        var keys = config.Routes.SelectMany(r => r.Stores).Distinct(StringComparer.Ordinal).ToArray();
        if (keys.Length > 64)
        {
            throw new ArgumentException($"a pipeline can deliver to at most 64 stores (this one names {keys.Length})");
        }

        var limit = config.Delivery?.Buffer?.Memory?.Bytes ?? 8 * 1024 * 1024;
        var branches = new List<AttachedBranch>();
        try
        {
            foreach (var key in keys)
            {
                branches.Add(Attach(config, workers.For(stores[key]), key, limit, old));
            }

            var counters = old?.Running.Counters ?? new PipelineCounters();
            var running = new RunningPipeline(
                config, sources, [.. branches.Select(b => b.Branch)], counters, lanes, checkpoints, options.AutoStartsAtBeginning, time, logger);
            foreach (var branch in branches)
            {
                branch.Branch.Emptied = running.WakeBlocked;
                branch.Branch.Limit = limit;
            }

            return new HostedPipeline(running, branches, form) { Generation = config.Generation };
        }
        catch
        {
            foreach (var branch in branches.Except(old?.Branches ?? []))
            {
                // It may be one of a deleted pipeline that still delivers.
                retired.Add(branch, DefaultDrainTimeout);
            }

            throw;
        }
    }

    private AttachedBranch Attach(PipelineConfig config, SinkWorker worker, string store, long limit, HostedPipeline? old)
    {
        var kept = old?.Branches.FirstOrDefault(b => b.Worker == worker) ?? retired.TakeBack(config.Key, worker);
        if (kept is not null)
        {
            return kept;
        }

        var branch = new Branch(config.Key, store, limit, checkpoints);
        worker.Attach(branch);
        return new AttachedBranch(branch, worker);
    }

    /// <summary>Puts a pipeline in the place of its old form: at the offsets at which that stood.</summary>
    private async Task SwapAsync(HostedPipeline? old, HostedPipeline next)
    {
        ILogFile[] files = [.. old?.Running.Streams.SelectMany(s => s.Files) ?? []];
        foreach (var file in files)
        {
            file.Retain();
        }

        old?.Running.Close();
        AttachedBranch[] left = [.. old?.Branches.Except(next.Branches) ?? []];
        await Task.WhenAll(left.Select(TakeBackAsync)).ConfigureAwait(false);
        next.Running.Inherit = left.FirstOrDefault()?.Branch;
        lock (gate)
        {
            pipelines[next.Running.Config.Key] = next;
            Follow();
        }

        _ = ReleaseLaterAsync(files);
    }

    /// <summary>Lets go of files once the new form of their pipeline has had the time to take them over.</summary>
    private async Task ReleaseLaterAsync(ILogFile[] files)
    {
        await Task.Delay(HandOver, time).ConfigureAwait(false);
        foreach (var file in files)
        {
            file.Release();
        }
    }

    /// <summary>Takes back what a branch has not delivered; what is on the wire gets a moment to be acknowledged.</summary>
    private async Task TakeBackAsync(AttachedBranch branch)
    {
        branch.Worker.Detach(branch.Branch);
        branch.Branch.GiveUpWaiting();
        var since = time.GetTimestamp();
        while (branch.Branch.PendingRecords > 0 && time.GetElapsedTime(since) < WireGrace)
        {
            await Task.Delay(OnceTick, time).ConfigureAwait(false);
        }

        branch.Branch.Close();
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
                    retired.Add(branch, pipeline.Running.Config.Delivery?.DrainTimeout?.Value ?? DefaultDrainTimeout);
                }

                verdicts.Add(new PipelineVerdict(key, pipeline.Generation, ApplyOutcome.Stopped));
                Log.PipelineApplied(logger, key, pipeline.Generation, ApplyOutcome.Stopped);
            }

            Follow();
        }

        return verdicts;
    }

    private void Follow() =>
        follower.Set([.. pipelines.Values.SelectMany(p => p.Running.Sources.Select(source => (source, (IStreamObserver)p.Running)))]);

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

            checkpoints.Sync();
            await TidyAsync().ConfigureAwait(false);
            foreach (var lane in lanes.All.Where(l => !l.IsAtEnd))
            {
                lane.Wake();
            }

            if (workers.Failure is { } failure)
            {
                throw new InvalidOperationException("a sink worker ended unexpectedly", failure);
            }
        }
    }

    /// <summary>Ends what nobody uses any more. Not while a configuration is applied: that may be about to use it.</summary>
    private async Task TidyAsync()
    {
        if (!await applying.WaitAsync(TimeSpan.Zero).ConfigureAwait(false))
        {
            return;
        }

        try
        {
            retired.Sweep();
            workers.StopUnused(WireGrace);
            foreach (var running in Running())
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
        await Task.Run(follower.ScanNow, stop).ConfigureAwait(false);
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
        var last = Report();
        follower.Leave();
        ended = last with { LostBytes = disk.LostBytes(follower.Counters) };
        await workers.StopAsync().ConfigureAwait(false);
        Touch();
        checkpoints.Sync();
        follower.Dispose();
    }
}
