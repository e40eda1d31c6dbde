using LogOperator.TestKit.Cluster;

// A machine holds one node at a time, so all tests share it.
[assembly: AssemblyFixture(typeof(ClusterFixture))]
