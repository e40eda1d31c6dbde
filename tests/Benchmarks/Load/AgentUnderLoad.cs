using System.Globalization;
using LogOperator.Benchmarks.Measuring;
using LogOperator.TestKit.Network;

namespace LogOperator.Benchmarks.Load;

/// <summary>Ours as a node has it: <c>logagent</c>, which takes its configuration and the pods from a real API server over TLS, and watches both.</summary>
/// <param name="program">Path of logagent.</param>
/// <param name="packaging">How it was published.</param>
internal sealed class AgentUnderLoad(string program, string packaging) : ILoadContender
{
    public const string Title = "logagent";

    public string Name => Title;

    public bool IsOurs => true;

    public string About { get; } = $"{Tool.FirstLine(program, "--version")}, {packaging}; watches {LoadCluster.Pods} pods and its Secrets over TLS, one pod changes each second";

    public bool Does(LoadCase load) => load.InCluster;

    public LoadLaunch Prepare(LoadCase load, LoadSite site, string directory)
    {
        var port = FreePort.Take(1)[0];
        var metrics = new PrometheusCounter(new Uri($"http://127.0.0.1:{port}/metrics"), "logagent_acknowledged_records_total");
        string[] command =
        [
            "env", $"KUBECONFIG={site.Cluster!.AgentKubeconfig}", program,
            "--node-name", LoadCluster.Node, "--root", site.Root, "--admin-port", port.ToString(CultureInfo.InvariantCulture), "--status-port", "0",
            "--state-dir", Path.Combine(directory, "state"), "--file-root", Path.Combine(directory, "files"),
        ];
        return new(command, metrics.ReadAsync, () => metrics.Last, null) { Metrics = metrics.Address };
    }
}
