using LogOperator.Kubernetes.Control;

namespace LogOperator.Kubernetes.Tests.Control;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(1, 0.5, 1)]
    [InlineData(2, 0.5, 2)]
    [InlineData(4, 0.5, 8)]
    [InlineData(5, 0.5, 10)]
    [InlineData(1000, 0.5, 10)]
    [InlineData(1, 0.0, 0.8)]
    [InlineData(1000, 0.0, 8)]
    public void Wait_doubles_up_to_the_largest_and_is_spread(int failures, double random, double seconds) =>
        Assert.Equal(seconds, new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), 0.2).After(failures, random).TotalSeconds, 6);
}
