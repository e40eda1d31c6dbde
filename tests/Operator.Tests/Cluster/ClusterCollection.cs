using LogOperator.TestKit.Cluster;

namespace LogOperator.Operator.Tests.Cluster;

/// <summary>Tests that run the whole operator against a real API server. It looks after the whole cluster, so they come one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ClusterCollection : ICollectionFixture<ControlPlaneFixture>
{
    public const string Name = "a real API server";
}
