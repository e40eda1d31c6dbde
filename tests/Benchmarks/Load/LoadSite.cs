namespace LogOperator.Benchmarks.Load;

/// <summary>Where a load is written and read.</summary>
/// <param name="Root">Directory that stands for the node's root.</param>
/// <param name="Logs">The log files, below it.</param>
/// <param name="Cluster">The cluster whose pods write them; null where there is none.</param>
internal sealed record LoadSite(string Root, IReadOnlyList<string> Logs, LoadCluster? Cluster)
{
    /// <summary>Log files of pods that no cluster knows.</summary>
    public static LoadSite WithoutCluster(string root, int logs) =>
        new(root, [.. Enumerable.Range(0, logs).Select(i => Log(root, i, $"8a7f0c4e-1111-2222-3333-{i:D12}"))], null);

    /// <summary>Log files of a cluster's pods.</summary>
    public static LoadSite Of(LoadCluster cluster, string root, int logs) => new(root, [.. cluster.Uids.Take(logs).Select((uid, i) => Log(root, i, uid))], cluster);

    private static string Log(string root, int number, string uid) => Path.Combine(root, $"var/log/pods/bench_web-{number}_{uid}/c-{number}/0.log");
}
