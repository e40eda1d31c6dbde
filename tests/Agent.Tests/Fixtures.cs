using LogOperator.TestKit.Cluster;

[assembly: AssemblyFixture(typeof(ControlPlaneFixture))]
