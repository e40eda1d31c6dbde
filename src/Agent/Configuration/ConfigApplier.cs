using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Runtime;
using Microsoft.Extensions.Logging;

namespace LogOperator.Agent.Configuration;

/// <summary>
/// Has the host run a configuration. A pipeline that is refused, here or by the host, goes on in the form that ran last, be it before a
/// restart; no other pipeline notices. Used by one caller at a time; <see cref="Applied"/> may be read at any time.
/// </summary>
/// <param name="apply">The host's way to apply a configuration.</param>
/// <param name="lastGood">Where what runs is kept.</param>
/// <param name="guard">Knows what ended the agent before.</param>
/// <param name="logger">Told what was done.</param>
internal sealed class ConfigApplier(Func<AgentConfig, Task<IReadOnlyList<PipelineVerdict>>> apply, LastGoodCopy lastGood, CrashGuard guard, ILogger logger)
{
    private readonly HashSet<string> running = new(StringComparer.Ordinal);
    private Dictionary<string, PipelineConfig>? accepted;
    private Dictionary<string, StoreConfig> acceptedStores = new(StringComparer.Ordinal);
    private Dictionary<string, AgentConfig>? copy;
    private volatile AppliedConfig applied = AppliedConfig.None;
    private long applies;

    /// <summary>What was applied last.</summary>
    public AppliedConfig Applied => applied;

    /// <summary>How many configurations were applied.</summary>
    public long Applies => Interlocked.Read(ref applies);

    /// <summary>Raised behind each application, on the caller's thread.</summary>
    public event Action? Changed;

    /// <summary>Applies one configuration.</summary>
    public async Task ApplyAsync(DesiredConfig desired)
    {
        accepted ??= LoadAccepted();
        var refusals = new Dictionary<string, Refusal>(StringComparer.Ordinal);
        var stores = desired.Stores.ToDictionary(s => s.Key, StringComparer.Ordinal);
        var pipelines = new Dictionary<string, PipelineConfig>(StringComparer.Ordinal);
        foreach (var pipeline in desired.Pipelines)
        {
            var refused = pipeline.Refusal ?? TenancyCheck.Refuse(pipeline.Config!, stores);
            var held = refused is null ? guard.Refuse(pipeline.Config!) : null;
            if ((refused ?? held) is { } reason)
            {
                refusals[pipeline.Key] = new Refusal(pipeline.Namespace, pipeline.Name, pipeline.Generation, reason);
                FallBack(pipeline.Key, pipelines, stores, withStores: held is not null);
            }
            else
            {
                pipelines[pipeline.Key] = pipeline.Config!;
            }
        }

        guard.Try(pipelines.Values);
        var verdicts = await apply(Configuration(pipelines, stores)).ConfigureAwait(false);
        if (Substitute(verdicts, pipelines, stores, refusals))
        {
            verdicts = await apply(Configuration(pipelines, stores)).ConfigureAwait(false);
        }

        Accept(verdicts, pipelines, stores, refusals);
        Save(desired);
        Tell(desired, verdicts, refusals);
        applied = new AppliedConfig(desired.Origin, desired.Hash, desired.Problems, refusals);
        Interlocked.Increment(ref applies);
        Changed?.Invoke();
    }

    /// <summary>Has what runs kept as proven when it has run for long enough. To be called every few seconds.</summary>
    public void Prove()
    {
        if (copy is not null)
        {
            guard.Prove(copy);
        }
    }

    // A pipeline that the host refuses and does not run yet: the form from before the restart may still run.
    private bool Substitute(
        IReadOnlyList<PipelineVerdict> verdicts, Dictionary<string, PipelineConfig> pipelines, Dictionary<string, StoreConfig> stores, Dictionary<string, Refusal> refusals)
    {
        var any = false;
        foreach (var verdict in verdicts)
        {
            if (verdict.Outcome == ApplyOutcome.Refused && pipelines.TryGetValue(verdict.Key, out var refused) && refusals.TryAdd(verdict.Key, Refuse(refused, verdict)))
            {
                any |= !running.Contains(verdict.Key) && FallBack(verdict.Key, pipelines, stores);
            }
        }

        return any;
    }

    // With its stores, where what is new in one of them may be what ends the agent. Who else uses that store has its older form, too.
    private bool FallBack(string key, Dictionary<string, PipelineConfig> pipelines, Dictionary<string, StoreConfig> stores, bool withStores = false)
    {
        // What is held back may be the last good form, too, where the disk was full when it was to be taken back.
        if (!accepted!.TryGetValue(key, out var old) || guard.Refuse(old) is not null)
        {
            return false;
        }

        pipelines[key] = old;
        foreach (var store in old.NeededStores)
        {
            if (acceptedStores.TryGetValue(store, out var config) && (withStores || !stores.ContainsKey(store)))
            {
                stores[store] = config;
            }
        }

        return true;
    }

    private void Accept(
        IReadOnlyList<PipelineVerdict> verdicts, Dictionary<string, PipelineConfig> pipelines, Dictionary<string, StoreConfig> stores, Dictionary<string, Refusal> refusals)
    {
        foreach (var verdict in verdicts)
        {
            switch (verdict.Outcome)
            {
                case ApplyOutcome.Stopped:
                    running.Remove(verdict.Key);
                    accepted!.Remove(verdict.Key);
                    break;
                case ApplyOutcome.Refused:
                    refusals.TryAdd(verdict.Key, Refuse(pipelines[verdict.Key], verdict));
                    break;
                default:
                    running.Add(verdict.Key);
                    accepted![verdict.Key] = pipelines[verdict.Key];
                    break;
            }
        }

        acceptedStores = stores;
    }

    private void Save(DesiredConfig desired)
    {
        var wanted = desired.Pipelines.Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in accepted!.Keys.Where(k => !wanted.Contains(k)).ToList())
        {
            accepted.Remove(gone);
        }

        copy = desired.Shards.ToDictionary(
            s => s.Name, s => Configuration(s.Pipelines.Where(p => accepted.ContainsKey(p.Key)).Select(p => accepted[p.Key]), acceptedStores), StringComparer.Ordinal);
        lastGood.Save(copy);
    }

    private Dictionary<string, PipelineConfig> LoadAccepted()
    {
        var copy = DesiredConfig.Of(Pipeline.Runtime.Reports.ConfigOrigin.LastGood, lastGood.Load(), []);
        acceptedStores = copy.Stores.ToDictionary(s => s.Key, StringComparer.Ordinal);
        return copy.Pipelines.Where(p => p.Config is not null).ToDictionary(p => p.Key, p => p.Config!, StringComparer.Ordinal);
    }

    private void Tell(DesiredConfig desired, IReadOnlyList<PipelineVerdict> verdicts, Dictionary<string, Refusal> refusals)
    {
        int Count(ApplyOutcome outcome) => verdicts.Count(v => v.Outcome == outcome);
        Log.Applied(
            logger, desired.Hash, desired.Origin, Count(ApplyOutcome.Started), Count(ApplyOutcome.Swapped), Count(ApplyOutcome.Stopped), Count(ApplyOutcome.Unchanged));
        foreach (var refusal in refusals.Values)
        {
            if (applied.Refusals.GetValueOrDefault(refusal.Key) != refusal)
            {
                Log.PipelineRefused(logger, refusal.Key, refusal.Generation, refusal.Reason);
            }
        }

        foreach (var problem in desired.Problems.Except(applied.Problems))
        {
            Log.ShardUnreadable(logger, problem);
        }
    }

    private static Refusal Refuse(PipelineConfig pipeline, PipelineVerdict verdict) =>
        new(pipeline.Namespace, pipeline.Name, verdict.Generation, verdict.Message ?? "cannot be built");

    private static AgentConfig Configuration(IReadOnlyDictionary<string, PipelineConfig> pipelines, IReadOnlyDictionary<string, StoreConfig> stores) =>
        Configuration(pipelines.Values, stores);

    private static AgentConfig Configuration(IEnumerable<PipelineConfig> pipelines, IReadOnlyDictionary<string, StoreConfig> stores)
    {
        List<PipelineConfig> ordered = [.. pipelines.OrderBy(p => p.Key, StringComparer.Ordinal)];
        var named = ordered.SelectMany(p => p.NeededStores).ToHashSet(StringComparer.Ordinal);
        return new AgentConfig
        {
            FormatVersion = AgentConfig.CurrentFormatVersion,
            Pipelines = ordered,
            Stores = [.. stores.Values.Where(s => named.Contains(s.Key)).OrderBy(s => s.Key, StringComparer.Ordinal)],
        };
    }
}
