using LogOperator.Crds.Compilation;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes.Objects;
using LogOperator.Operator.Cache;
using LogOperator.Operator.Resources;
using LogOperator.Pipeline.Configuration;
using Microsoft.Extensions.Logging;

namespace LogOperator.Operator.Publishing;

/// <summary>
/// Makes the agents' namespace hold what a compilation asks for: accounts, credentials, configuration, DaemonSets. Compares first, so that what is as it should
/// be is not written, and what somebody else changed is repaired.
/// </summary>
internal sealed class Publisher(ClusterCache cache, Applier applier, OperatorOptions options, ILogger logger)
{
    // The API server refuses Secrets above 1 MiB (core/v1 MaxSecretSize).
    private const long MaxSecretBytes = 1 << 20;

    // The DaemonSet as the server completed it cannot be compared with the one that is wanted; it is applied again when its generation moves.
    private readonly Dictionary<string, (DaemonSet Wanted, string? Uid, long? Generation)> daemonSets = [];

    /// <summary>Applies what is missing or different.</summary>
    public async Task PublishAsync(CompilationResult result, SecretCache secrets, PublishedConfig published, CancellationToken cancellation)
    {
        var shards = AgentConfigShards.Split(result.Config);
        var credentials = Credentials(result.Credentials, secrets);
        var names = result.Agents.Select(a => a.Name()).Concat(result.HeldAgents).ToHashSet(StringComparer.Ordinal);
        var specs = result.Agents.ToDictionary(a => a.Name(), a => a.Spec, StringComparer.Ordinal);
        foreach (var name in names)
        {
            // A LogAgent whose edit is not valid keeps its DaemonSet as it is, and still gets what changes in the pipelines.
            var spec = specs.GetValueOrDefault(name);
            if (spec is not null)
            {
                await AccountAsync(name, spec, cancellation).ConfigureAwait(false);
            }

            // Credentials first: a configuration never names what its agents cannot have yet.
            for (var shard = 0; shard < AgentConfigShards.Count; shard++)
            {
                await CredentialsAsync(name, shard, credentials[shard], cancellation).ConfigureAwait(false);
            }

            for (var shard = 0; shard < AgentConfigShards.Count; shard++)
            {
                await ConfigAsync(name, shard, shards[shard], published, cancellation).ConfigureAwait(false);
            }

            if (spec is not null)
            {
                await DaemonSetAsync(name, spec, cancellation).ConfigureAwait(false);
            }
        }

        await PruneAsync(names, cancellation).ConfigureAwait(false);
        published.Keep(names);
    }

    private static Dictionary<string, byte[]>[] Credentials(IReadOnlyList<SecretUse> uses, SecretCache secrets)
    {
        var shards = new Dictionary<string, byte[]>[AgentConfigShards.Count];
        for (var i = 0; i < shards.Length; i++)
        {
            shards[i] = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        }

        foreach (var use in uses)
        {
            // A key that the API would refuse must not take its neighbours' values with it; its store shows that its credentials are missing.
            var key = CredentialsSecret.Key(use.Namespace, use.Name, use.Key);
            if (key.Length <= CredentialsSecret.MaxKeyLength && secrets.Value(use) is { } value)
            {
                shards[AgentConfigShards.IndexOf(use.Namespace)][key] = value;
            }
        }

        return shards;
    }

    private async Task AccountAsync(string agent, LogAgentSpec spec, CancellationToken cancellation)
    {
        var wanted = AgentServiceAccount.Build(agent, spec, options.AgentNamespace);
        var present = cache.ServiceAccounts.Get(wanted.Key());
        if (present is null || !Holds(present.Metadata.Labels, wanted.Metadata.Labels) || !Holds(present.Metadata.Annotations, wanted.Metadata.Annotations))
        {
            await applier.ApplyAsync(ServiceAccount.Resource, wanted, cancellation).ConfigureAwait(false);
        }
    }

    private async Task CredentialsAsync(string agent, int shard, Dictionary<string, byte[]> values, CancellationToken cancellation)
    {
        var wanted = CredentialsSecret.Build(agent, shard, values, options.AgentNamespace);
        if (cache.Secrets.Get(wanted.Key()) is { } present && CredentialsSecret.IsSame(present, wanted))
        {
            return;
        }

        if (Fits(wanted))
        {
            await applier.ApplyAsync(Secret.Resource, wanted, cancellation).ConfigureAwait(false);
        }
    }

    private async Task ConfigAsync(string agent, int shard, AgentConfig config, PublishedConfig published, CancellationToken cancellation)
    {
        var wanted = ConfigSecret.Build(agent, shard, config, options.AgentNamespace);
        if (cache.Secrets.Get(wanted.Key()) is { } present && ConfigSecret.IsSame(present, wanted, shard))
        {
            published.Set(agent, shard, config);
            return;
        }

        if (Fits(wanted) && await applier.ApplyAsync(Secret.Resource, wanted, cancellation).ConfigureAwait(false) is not null)
        {
            published.Set(agent, shard, config);
        }
    }

    private async Task DaemonSetAsync(string agent, LogAgentSpec spec, CancellationToken cancellation)
    {
        var wanted = AgentDaemonSet.Build(agent, spec, options.AgentNamespace, options.AgentImage);
        var present = cache.DaemonSets.Get(wanted.Key());
        if (present is not null
            && daemonSets.TryGetValue(agent, out var last)
            && last.Uid == present.Metadata.Uid && last.Generation == present.Metadata.Generation
            && Json(last.Wanted) == Json(wanted))
        {
            return;
        }

        if (await applier.ApplyAsync(DaemonSet.Resource, wanted, cancellation).ConfigureAwait(false) is { } applied)
        {
            daemonSets[agent] = (wanted, applied.Metadata.Uid, applied.Metadata.Generation);
        }
    }

    private async Task PruneAsync(HashSet<string> agents, CancellationToken cancellation)
    {
        bool Orphan(IKubeObject obj) => obj.Metadata.DeletionTimestamp is null && obj.Label(Names.AgentLabel) is { } agent && !agents.Contains(agent);
        foreach (var daemonSet in cache.DaemonSets.Snapshot().Where(Orphan))
        {
            await applier.DeleteAsync(DaemonSet.Resource, daemonSet, cancellation).ConfigureAwait(false);
        }

        foreach (var secret in cache.Secrets.Snapshot().Where(Orphan))
        {
            await applier.DeleteAsync(Secret.Resource, secret, cancellation).ConfigureAwait(false);
        }

        foreach (var account in cache.ServiceAccounts.Snapshot().Where(Orphan))
        {
            await applier.DeleteAsync(ServiceAccount.Resource, account, cancellation).ConfigureAwait(false);
        }
    }

    private bool Fits(Secret secret)
    {
        var bytes = secret.Data?.Sum(d => (long)d.Value.Length) ?? 0;
        if (bytes <= MaxSecretBytes)
        {
            return true;
        }

        Log.TooLarge(logger, secret.Name(), bytes);
        return false;
    }

    private static string Json(DaemonSet daemonSet) => System.Text.Json.JsonSerializer.Serialize(daemonSet, KubernetesJson.Default.DaemonSet);

    private static bool Holds(IReadOnlyDictionary<string, string>? present, IReadOnlyDictionary<string, string>? wanted) =>
        wanted is null || wanted.All(p => present?.GetValueOrDefault(p.Key) == p.Value);
}
