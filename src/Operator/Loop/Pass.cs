using LogOperator.Crds.Compilation;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes.Objects;
using LogOperator.Kubernetes.Watching;
using LogOperator.Operator.Cache;
using LogOperator.Operator.Certificates;
using LogOperator.Operator.Publishing;
using LogOperator.Operator.Resources;
using LogOperator.Operator.Status;
using LogOperator.Operator.Topics;
using Microsoft.Extensions.Logging;

namespace LogOperator.Operator.Loop;

/// <summary>The steps of one pass over the cluster.</summary>
internal sealed class Pass(
    ClusterCache cache,
    SecretCache secrets,
    Publisher publisher,
    Applier applier,
    CertificateKeeper certificates,
    TopicFinalizer finalizer,
    PublishedConfig published,
    StatusBoard board,
    TopicBoard topics,
    OperatorOptions options,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>Compiles the cluster as it is now. Secrets that the compiler asks for are looked up and it is asked again.</summary>
    /// <param name="most">How often, since each answer may ask for more.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<CompilationResult> CompileAsync(int most, CancellationToken cancellation)
    {
        for (; ; most--)
        {
            var result = ConfigCompiler.Compile(Snapshot());
            if (most == 0 || !await RefreshSecretsAsync(result, cancellation).ConfigureAwait(false))
            {
                return result;
            }
        }
    }

    /// <summary>Looks again at Secrets that were not looked at for a while.</summary>
    /// <returns>Whether anything is different from what the result was compiled with.</returns>
    public Task<bool> RefreshSecretsAsync(CompilationResult result, CancellationToken cancellation)
    {
        secrets.Hold(Leaving.SelectMany(s => s.Secrets));
        return secrets.RefreshAsync(result.SecretsToLookUp, cancellation);
    }

    /// <summary>Stores that wait for their topics to be deleted before they go.</summary>
    public IReadOnlyList<LeavingStore> Leaving => LeavingStore.All(cache, options.Namespace);

    /// <summary>Makes the cluster hold what a compilation asks for.</summary>
    /// <returns>What did not work; null if everything did.</returns>
    public async Task<string?> ApplyAsync(CompilationResult result, CancellationToken cancellation)
    {
        applier.Reset();
        await certificates.KeepAsync(cache.Secrets.Get(options.AgentNamespace, Names.AgentCertificateSecret), cancellation).ConfigureAwait(false);
        await finalizer.KeepAsync(cancellation).ConfigureAwait(false);
        await publisher.PublishAsync(result, secrets, published, cancellation).ConfigureAwait(false);
        if (applier.Writes > 0)
        {
            Log.Published(logger, applier.Writes, result.Config.Pipelines.Count);
        }

        return applier.Problem;
    }

    /// <summary>The statuses that objects should have.</summary>
    public IReadOnlyDictionary<ResourceId, WantedStatus> Statuses(CompilationResult result, Fleet fleet) => board.Build(result, topics, fleet);

    private ClusterSnapshot Snapshot() => cache.Snapshot() with
    {
        Secrets = secrets.Known,
        Topics = [.. topics.Verdicts, .. Inherited(cache.LogStores), .. Inherited(cache.ClusterLogStores)],
        Published = published.Merged,
        OperatorNamespace = options.Namespace,
        Now = time.GetUtcNow(),
    };

    // A new leader has asked no broker yet. What its predecessor found out about this very generation stands, so that no pipeline flickers.
    private IEnumerable<TopicVerdict> Inherited<T>(Store<T> stores)
        where T : class, ICustomResource<Pipeline.Sinks.SinkSpec, LogStoreStatus>
    {
        foreach (var store in stores.Snapshot())
        {
            var key = $"{store.Metadata.Namespace}/{store.Name()}";
            if (topics.Verdict(key) is null
                && store.Status?.Conditions.Of(Conditions.TopicsReady) is { Status: not Conditions.Unknown } was
                && was.ObservedGeneration == store.Metadata.Generation)
            {
                yield return new TopicVerdict(key, was.Status == Conditions.True, was.Reason ?? "", was.Message ?? "");
            }
        }
    }
}
