using LogOperator.TestKit.Kubernetes;

namespace LogOperator.Kubernetes.Tests;

/// <summary>Tests that share one real API server.</summary>
[CollectionDefinition(Name)]
public sealed class ApiServerTests : ICollectionFixture<ApiServerFixture>
{
    public const string Name = "API server";
}
