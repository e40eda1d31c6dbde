using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sinks;

namespace LogOperator.Agent.Configuration;

/// <summary>
/// What a namespace's own pipeline may do, checked again here: the compiler has done so already, and a bug there or a forged Secret must not
/// lead one tenant's records to another.
/// </summary>
internal static class TenancyCheck
{
    /// <summary>Checks one pipeline.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="stores">The stores, by key.</param>
    /// <returns>Why it must not run; null if it may.</returns>
    public static string? Refuse(PipelineConfig pipeline, IReadOnlyDictionary<string, StoreConfig> stores)
    {
        var own = pipeline.Namespace;
        var sources = own.Length == 0 ? null : pipeline.Sources.Select(s => Refuse(s, own)).FirstOrDefault(r => r is not null);
        return sources ?? pipeline.NeededStores.Select(s => Refuse(s, own, stores)).FirstOrDefault(r => r is not null);
    }

    private static string? Refuse(SourceConfig source, string own)
    {
        if (source.Namespaces is not [var only] || only != own)
        {
            var found = source.Namespaces is null ? "every namespace" : string.Join(", ", source.Namespaces.DefaultIfEmpty("none"));
            return $"source {source.Name}: expected to read namespace {own} only, found {found}";
        }

        if (source.Spec.Chosen is { ClusterOnly: true })
        {
            return $"source {source.Name}: a LogPipeline cannot use {source.Spec.ChosenNames[^1]}, which reads more than its own namespace";
        }

        return source.IgnoreExclude || source.IncludeAgents
            ? $"source {source.Name}: a LogPipeline cannot read pods that are excluded from collection"
            : null;
    }

    private static string? Refuse(string key, string own, IReadOnlyDictionary<string, StoreConfig> stores)
    {
        if (!stores.TryGetValue(key, out var store))
        {
            return $"store {key}: expected in the configuration, found none";
        }

        if (store.Namespace.Length > 0 && store.Namespace != own)
        {
            return $"store {key}: expected a store of {(own.Length == 0 ? "the cluster" : $"namespace {own} or of the cluster")}, found one of namespace {store.Namespace}";
        }

        if (store.Namespace.Length == 0)
        {
            return own.Length == 0 || Admits(store.Spec.AllowedNamespaces, own) ? null : $"store {key}: does not admit namespace {own}";
        }

        if (store.Spec.Chosen is { ClusterOnly: true })
        {
            return $"store {key}: a LogStore cannot be of kind {store.Spec.ChosenNames[^1]}";
        }

        return store.SecretNamespace == own ? null : $"store {key}: expected its Secrets in namespace {own}, found {store.SecretNamespace}";
    }

    // Labels of namespaces are not known here: what they decide is left to the compiler.
    private static bool Admits(AllowedNamespacesSpec? allowed, string own) => (allowed?.From ?? AllowedFrom.None) switch
    {
        AllowedFrom.None => false,
        AllowedFrom.Names => allowed!.Names?.Contains(own) == true,
        _ => true,
    };
}
