namespace LogOperator.TestKit.Cluster;

/// <summary>A real API server, etcd and controllers, but no node: objects live, pods do not run. Ready within seconds, needs no root, any number at once.</summary>
public sealed class ControlPlaneFixture() : TestCluster(node: false);
