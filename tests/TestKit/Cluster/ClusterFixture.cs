using LogOperator.TestKit.Parts;

namespace LogOperator.TestKit.Cluster;

/// <summary>A cluster with a node: pods run. A machine holds one at a time, so share it (an assembly fixture).</summary>
public sealed class ClusterFixture() : TestCluster(node: true)
{
    /// <summary>Name in the cluster of a busybox for workloads; it is there from the start.</summary>
    public const string BusyboxImage = "localhost/log-operator/busybox:dev";

    /// <summary>Imports an image archive (docker or OCI) into the node.</summary>
    public Task LoadImageAsync(string archive, CancellationToken cancellationToken = default)
    {
        _ = Kubeconfig;
        return Command.OutputAsync(Hack, ["load", "--home", Home, archive], input: null, cancellationToken);
    }
}
