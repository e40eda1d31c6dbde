using System.Text.Json;
using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Runtime.Accounting;
using LogOperator.Pipeline.Runtime.Reading;
using LogOperator.Pipeline.Runtime.Routing;
using LogOperator.Pipeline.Runtime.Sending;
using LogOperator.Pipeline.Sources;
using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Runtime;

/// <summary>Builds pipelines out of their configurations.</summary>
internal sealed class PipelineBuilder(
    HostOptions options,
    IPodDirectory pods,
    SinkWorkers workers,
    RetiredBranches retired,
    Lanes lanes,
    Ledgers ledgers,
    BufferBudget budget,
    CheckpointStore checkpoints,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>How long a deleted pipeline delivers what it had read, where its configuration says nothing.</summary>
    public static readonly TimeSpan DefaultDrainTimeout = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The canonical text of a pipeline with its stores: what decides whether it changed. Its generation is no part of it. Written when
    /// there is something to compare it with: <c>logctl run</c> never has.
    /// </summary>
    public static Lazy<string> FormOf(PipelineConfig config, Dictionary<string, StoreConfig> stores)
    {
        var named = config.NeededStores;
        var missing = named.FirstOrDefault(s => !stores.ContainsKey(s));
        if (missing is not null)
        {
            throw new ArgumentException($"the configuration names store {missing}, which it does not contain");
        }

        return new(() => string.Join(
            '\n',
            named.Select(s => JsonSerializer.Serialize(stores[s], ConfigForms.Store))
                .Prepend(JsonSerializer.Serialize(config with { Generation = 0, Hash = null }, ConfigForms.Pipeline))));
    }

    /// <summary>Builds a form of a pipeline; nothing is read before it is followed.</summary>
    /// <param name="config">The pipeline.</param>
    /// <param name="stores">The stores of the configuration.</param>
    /// <param name="form">Canonical text of both.</param>
    /// <param name="old">The form that runs; its branches are kept where the stores are the same.</param>
    /// <exception cref="ArgumentException">The configuration cannot run here.</exception>
    public HostedPipeline Build(PipelineConfig config, Dictionary<string, StoreConfig> stores, Lazy<string> form, HostedPipeline? old)
    {
        var sources = config.Sources
            .Where(s => s.Spec.Paused != true)
            .Select(s => (s.Spec.Chosen ?? throw new ArgumentException($"source {s.Name}: no kind is given"))
                .Build(new SourceContext(s, options.Root, options.NodeName, pods)))
            .ToArray();
        var keys = config.RoutedStores.ToArray();
        if (keys.Length > 64)
        {
            throw new ArgumentException($"a pipeline can deliver to at most 64 stores (this one names {keys.Length})");
        }

        var limit = config.Delivery?.Buffer?.Memory?.Bytes ?? 8 * 1024 * 1024;
        var whenFull = config.Delivery?.Buffer?.WhenFull ?? (config.Delivery?.Guarantee == DeliveryGuarantee.BestEffort ? WhenFull.DropOldest : WhenFull.Block);
        var branches = new List<AttachedBranch>();
        var letters = new List<AttachedBranch?>();
        try
        {
            foreach (var key in keys)
            {
                branches.Add(Attach(config, workers.For(stores[key]), key, limit, old));
                letters.Add(config.DeadLetter is { } refused ? LettersOf(branches[^1], config, workers.For(stores[refused]), refused, limit) : null);
            }

            var counters = old?.Running.Counters ?? new PipelineCounters();
            var running = new RunningPipeline(
                config, sources, [.. branches.Select(b => b.Branch)], counters, lanes, checkpoints, options.AutoStartsAtBeginning, time, logger);
            foreach (var branch in branches)
            {
                branch.Branch.Emptied = running.WakeBlocked;
                branch.Branch.Limit = limit;
                branch.Branch.WhenFull = whenFull;
            }

            AttachedBranch?[] replaced = [.. branches.Zip(letters, (branch, next) => branch.DeadLetters == next ? null : branch.Send(next))];
            return new HostedPipeline(running, branches, form) { Generation = config.Generation, Hash = config.Hash, Replaced = [.. replaced.OfType<AttachedBranch>()] };
        }
        catch
        {
            foreach (var unused in letters.OfType<AttachedBranch>().Except(branches.Select(b => b.DeadLetters).OfType<AttachedBranch>()))
            {
                unused.End();
            }

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

        var branch = Open(config, worker, store, limit);
        ledgers.Opened(branch.Branch);
        return branch;
    }

    /// <summary>The branch for what a store refuses. Each branch has its own, so that it alone waits for it.</summary>
    private AttachedBranch LettersOf(AttachedBranch branch, PipelineConfig config, SinkWorker worker, string store, long limit) =>
        branch.DeadLetters is { } kept && kept.Worker == worker ? kept : Open(config, worker, store, limit);

    private AttachedBranch Open(PipelineConfig config, SinkWorker worker, string store, long limit)
    {
        var branch = new Branch(config.Key, store, limit, checkpoints, ledgers.Of(config.Key, store), budget);
        budget.Join();
        worker.Attach(branch);
        return new AttachedBranch(branch, worker);
    }
}
