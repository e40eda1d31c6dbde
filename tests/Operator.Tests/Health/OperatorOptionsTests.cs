namespace LogOperator.Operator.Tests.Health;

public sealed class OperatorOptionsTests
{
    [Fact]
    public void Everything_has_a_default_but_the_agents_image()
    {
        var options = OperatorOptions.Read(name => name == "AGENT_IMAGE" ? "agent:1" : null, out var problem);

        Assert.Null(problem);
        Assert.Equal(("log-operator", "log-operator-agents", 8080, 9601), (options!.Namespace, options.AgentNamespace, options.HealthPort, options.AgentStatusPort));
        Assert.Null(OperatorOptions.Read(_ => null, out problem));
        Assert.Contains("AGENT_IMAGE", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var variables = new Dictionary<string, string> { ["HEALTH_PORT"] = "web", ["AGENT_STATUS_PORT"] = "70000", ["POD_NAMESPACE"] = "a", ["AGENT_NAMESPACE"] = "a" };

        Assert.Null(OperatorOptions.Read(variables.GetValueOrDefault, out var problem));
        Assert.Contains("HEALTH_PORT: expected a port from 0 to 65535, found \"web\"", problem, StringComparison.Ordinal);
        Assert.Contains("AGENT_STATUS_PORT", problem, StringComparison.Ordinal);
        Assert.Contains("AGENT_NAMESPACE", problem, StringComparison.Ordinal);
    }
}
