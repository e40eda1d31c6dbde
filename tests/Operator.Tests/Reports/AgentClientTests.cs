using System.Security.Cryptography.X509Certificates;
using LogOperator.Operator.Certificates;
using LogOperator.Operator.Reports;

namespace LogOperator.Operator.Tests.Reports;

public sealed class AgentClientTests
{
    private const string Agents = "log-operator-agents";
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly CertificatePair authority = CertificateIssuer.Authority(Now);

    [Fact]
    public async Task Asks_by_address_and_trusts_by_name()
    {
        await using var agent = await ServeAsync("logagent.log-operator-agents.svc", this.authority);
        using var client = Client(agent.Port, this.authority, "log-operator");
        agent.Say(Some.Report());

        var report = await client.GetAsync("127.0.0.1", null, default);
        await client.GetAsync("127.0.0.1", "v1 &", default);

        Assert.Equal("node-a", report.Node);
        Assert.Equal(3, Assert.Single(report.Report.Pipelines).RunningGeneration);
        Assert.Contains("/v1/status", agent.Queries);
        Assert.Contains("/v1/status?since=v1%20%26", agent.Queries);
    }

    [Fact]
    public async Task Believes_nobody_with_another_name_or_of_another_authority()
    {
        await using var other = await ServeAsync("somebody.else.svc", this.authority);
        await using var foreign = await ServeAsync("logagent.log-operator-agents.svc", CertificateIssuer.Authority(Now));

        foreach (var port in new[] { other.Port, foreign.Port })
        {
            using var client = Client(port, this.authority, "log-operator");
            await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("127.0.0.1", null, default));
        }
    }

    [Fact]
    public async Task Agents_answer_nobody_else()
    {
        await using var agent = await ServeAsync("logagent.log-operator-agents.svc", this.authority);

        using var otherName = Client(agent.Port, this.authority, "somebody");
        using var otherAuthority = Client(agent.Port, CertificateIssuer.Authority(Now), "log-operator", trusted: this.authority);

        await Assert.ThrowsAsync<HttpRequestException>(() => otherName.GetAsync("127.0.0.1", null, default));
        await Assert.ThrowsAsync<HttpRequestException>(() => otherAuthority.GetAsync("127.0.0.1", null, default));
        Assert.Empty(agent.Queries);
    }

    private Task<FakeAgent> ServeAsync(string name, CertificatePair authority)
    {
        var pair = CertificateIssuer.Server(authority, name, Now);
        return FakeAgent.StartAsync(pair.CertificatePem, pair.KeyPem, this.authority.CertificatePem);
    }

    private static AgentClient Client(int port, CertificatePair authority, string name, CertificatePair? trusted = null)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPem((trusted ?? authority).CertificatePem);
        return new AgentClient(new ClientIdentity(CertificateIssuer.Client(authority, name, Now), roots), Agents, port);
    }
}
