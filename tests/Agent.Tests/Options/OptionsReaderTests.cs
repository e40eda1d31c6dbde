using LogOperator.Agent.Options;

namespace LogOperator.Agent.Tests.Options;

public sealed class OptionsReaderTests
{
    [Fact]
    public void Variables_are_read()
    {
        var options = Read([], new() { ["NODE_NAME"] = "n1", ["ADMIN_PORT"] = "0", ["STOP_TIMEOUT"] = "1m", ["LOG_FORMAT"] = "text", ["BUFFER_MEMORY"] = "16Mi", ["RETENTION_QUOTA"] = "1Gi" }, out var problem);

        Assert.Null(problem);
        Assert.Equal(("n1", 0, 9601, TimeSpan.FromMinutes(1), false), (options!.NodeName, options.AdminPort, options.StatusPort, options.StopTimeout, options.JsonLogs));
        Assert.Equal((16L << 20, 1L << 30), (options.BufferMemory, options.RetentionQuota));
        Assert.Null(options.TlsDirectory);
    }

    [Theory]
    [InlineData("--node-name", "n2")]
    [InlineData("--node-name=n2")]
    public void A_flag_wins_over_its_variable(params string[] args) =>
        Assert.Equal("n2", Read(args, new() { ["NODE_NAME"] = "n1" }, out _)!.NodeName);

    [Theory]
    [InlineData("--admin-port (ADMIN_PORT): expected a port from 0 to 65535, found \"70000\"", "--admin-port", "70000")]
    [InlineData("--stop-timeout (STOP_TIMEOUT): expected a duration such as 20s, found \"20\"", "--stop-timeout=20")]
    [InlineData("--buffer-memory (BUFFER_MEMORY): expected a size such as 64Mi, found \"0\"", "--buffer-memory=0")]
    [InlineData("--log-format (LOG_FORMAT): expected json or text, found \"xml\"", "--log-format=xml")]
    [InlineData("expected one of the flags below, found \"--nodename\"", "--nodename", "n")]
    [InlineData("--root: expected a value, found none", "--root")]
    public void Wrong_usage_is_told(string expected, params string[] args)
    {
        Assert.Null(Read(args, [], out var problem));
        Assert.Equal(expected, problem);
    }

    [Fact]
    public void The_manual_names_every_setting() =>
        Assert.All(OptionsReader.Settings, s =>
        {
            Assert.Contains($"  {s.Flag} ", OptionsReader.Help());
            Assert.Contains($" {s.Variable} ", OptionsReader.Help());
        });

    private static AgentOptions? Read(string[] args, Dictionary<string, string> environment, out string? problem) =>
        OptionsReader.Read(args, name => environment.GetValueOrDefault(name), out problem);
}
