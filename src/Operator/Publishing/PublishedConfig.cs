using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Objects;
using LogOperator.Operator.Resources;
using LogOperator.Pipeline.Configuration;
using Microsoft.Extensions.Logging;

namespace LogOperator.Operator.Publishing;

/// <summary>
/// What agents were last given. Read from the Secrets when this process begins to lead, and kept from then on: the leader is their only writer, and a watch
/// would tell of its own writes too late for the next pass.
/// </summary>
internal sealed class PublishedConfig
{
    private readonly SortedDictionary<(string Agent, int Shard), AgentConfig> shards = [];

    /// <summary>Everything that was published; null if nothing was.</summary>
    public AgentConfig? Merged
    {
        get
        {
            // Every LogAgent gets the whole. Of two that differ, because one was not rewritten yet, the first counts: later ones win in a merge.
            var shards = this.shards.OrderByDescending(s => s.Key.Agent, StringComparer.Ordinal).Select(s => s.Value).ToList();
            return shards.Count == 0 ? null : AgentConfigShards.Merge(shards);
        }
    }

    /// <summary>Reads what was published from the API server itself.</summary>
    public static async Task<PublishedConfig> ReadAsync(KubeClient client, string agentNamespace, ILogger logger, CancellationToken cancellation)
    {
        var published = new PublishedConfig();
        var selector = $"{Names.ManagedByLabel}={Names.Product},{Names.ContentLabel}={Names.ConfigContent}";
        var list = await client.ListAsync(Secret.Resource, agentNamespace, new ListOptions { LabelSelector = selector }, cancellation).ConfigureAwait(false);
        foreach (var secret in list.Items)
        {
            for (var shard = 0; shard < AgentConfigShards.Count; shard++)
            {
                if (secret.Label(Names.AgentLabel) is not { } agent || secret.Data?.TryGetValue(Names.ConfigKey(shard), out var data) != true)
                {
                    continue;
                }

                if (ConfigCodec.TryDecode(data!, out _, out var problem) is { } config)
                {
                    published.Set(agent, shard, config);
                }
                else
                {
                    Log.PublishedUnreadable(logger, secret.Name(), problem ?? "");
                }
            }
        }

        return published;
    }

    /// <summary>Notes that a part was published.</summary>
    public void Set(string agent, int shard, AgentConfig config) => this.shards[(agent, shard)] = config;

    /// <summary>Forgets LogAgents that are gone.</summary>
    public void Keep(IReadOnlySet<string> agents)
    {
        foreach (var gone in this.shards.Keys.Where(k => !agents.Contains(k.Agent)).ToList())
        {
            this.shards.Remove(gone);
        }
    }
}
