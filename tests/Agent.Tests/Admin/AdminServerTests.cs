using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using LogOperator.Agent.Admin;
using LogOperator.Agent.Configuration;
using LogOperator.Agent.Pods;
using LogOperator.Agent.Tests.Telemetry;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Agent.Tests.Admin;

public sealed class AdminServerTests : IAsyncLifetime
{
    private readonly TempDirectory directory = new();
    private readonly TestAuthority authority = new();
    private AppliedConfig applied = AppliedConfig.None;
    private HostReport report = new() { Pipelines = [] };
    private string? alive;
    private string? ready = "waiting for the configuration";
    private StatusEndpoint status = null!;
    private AdminServer server = null!;

    public async ValueTask InitializeAsync()
    {
        authority.WriteServerFiles(directory.Path);
        var source = new StatusSource("node-1", DateTimeOffset.UnixEpoch, () => report, () => applied);
        var lastGood = new LastGoodCopy(directory.File("config"), NullLogger.Instance);
        var applier = new ConfigApplier(_ => throw new InvalidOperationException("not called here"), lastGood, Some.Guard(directory.Path), NullLogger.Instance);
        status = new StatusEndpoint(source, TimeProvider.System);
        server = AdminServer.Build(
            (0, 0), new Certificates(directory.Path, NullLogger.Instance), new Readiness(() => alive, () => ready),
            new MetricsEndpoint(source, applier, new PodDirectory(TimeProvider.System)), status, NullLoggerFactory.Instance);
        await server.StartAsync(default);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        authority.Dispose();
        directory.Dispose();
    }

    [Fact]
    public async Task Probes_say_what_is_wrong()
    {
        using var client = new HttpClient { BaseAddress = server.AdminAddress };
        Assert.Equal((HttpStatusCode.OK, "ok\n"), await GetAsync(client, "healthz"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "waiting for the configuration\n"), await GetAsync(client, "readyz"));

        ready = null;
        Assert.Equal((HttpStatusCode.OK, "ok\n"), await GetAsync(client, "readyz"));

        alive = "stuck";
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "stuck\n"), await GetAsync(client, "healthz"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "stuck\n"), await GetAsync(client, "readyz"));
    }

    [Fact]
    public async Task Metrics_are_valid_text()
    {
        using var client = new HttpClient { BaseAddress = server.AdminAddress };
        var (code, text) = await GetAsync(client, "metrics");

        Assert.Equal(HttpStatusCode.OK, code);
        var samples = PrometheusText.Parse(text);
        Assert.True(samples["logagent_resident_memory_bytes"] > 0);
        Assert.Equal(0, samples["logagent_config_applies_total"]);
    }

    [Theory]
    [InlineData("v1/status")]
    [InlineData("")]
    [InlineData("metrics/x")]
    public async Task Nothing_else_is_served_in_the_clear(string path)
    {
        using var client = new HttpClient { BaseAddress = server.AdminAddress };
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(client, path)).Code);
        using var posted = await client.PostAsync(new Uri(path, UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, posted.StatusCode);
    }

    [Fact]
    public async Task The_operator_reads_the_status()
    {
        applied = new AppliedConfig(ConfigOrigin.Api, "abc", [], new Dictionary<string, Refusal> { ["shop/web"] = new("shop", "web", 4, "because") });
        using var client = Client(authority.Client());

        var status = JsonSerializer.Deserialize((await GetAsync(client, "v1/status")).Text, ReportJson.Default.AgentReport)!;

        Assert.Equal(("node-1", "abc", ConfigOrigin.Api), (status.Node, status.ConfigHash, status.ConfigOrigin));
        var pipeline = Assert.Single(status.Report.Pipelines);
        Assert.Equal((0L, 4L, "because"), (pipeline.RunningGeneration, pipeline.RefusedGeneration, pipeline.RefusedBecause));
    }

    [Fact]
    public async Task Who_knows_the_present_status_waits_until_it_changes()
    {
        using var client = Client(authority.Client());
        var now = JsonSerializer.Deserialize((await GetAsync(client, "v1/status?since=old")).Text, ReportJson.Default.AgentReport)!;

        var next = GetAsync(client, $"v1/status?since={now.Hash}");
        await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.False(next.IsCompleted);

        applied = applied with { Hash = "new" };
        status.Pulse();
        var changed = JsonSerializer.Deserialize((await next.WaitAsync(TimeSpan.FromSeconds(5))).Text, ReportJson.Default.AgentReport)!;
        Assert.NotEqual(now.Hash, changed.Hash);
        Assert.Equal("new", changed.ConfigHash);
    }

    [Fact]
    public async Task Nobody_without_a_certificate_reads_the_status() => await RefusedAsync(null);

    [Fact]
    public async Task Nobody_with_another_name_reads_the_status() => await RefusedAsync(authority.Client("somebody"));

    [Fact]
    public async Task Nobody_with_a_server_s_certificate_reads_the_status() => await RefusedAsync(authority.Client(usage: "1.3.6.1.5.5.7.3.1"));

    [Fact]
    public async Task Nobody_with_another_authority_s_certificate_reads_the_status()
    {
        using var other = new TestAuthority();
        await RefusedAsync(other.Client());
    }

    [Fact]
    public async Task Health_and_metrics_are_not_served_on_the_status_port()
    {
        using var client = Client(authority.Client());
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(client, "metrics")).Code);
    }

    [Fact]
    public async Task New_certificates_are_used_without_a_restart()
    {
        using var next = new TestAuthority();
        using (var client = Client(authority.Client()))
        {
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, "v1/status")).Code);
        }

        next.WriteServerFiles(directory.Path);
        await RefusedAsync(authority.Client(), next);
        using var renewed = Client(next.Client(), next);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(renewed, "v1/status")).Code);
    }

    [Fact]
    public async Task Unusable_new_certificates_leave_the_old_ones()
    {
        using (var client = Client(authority.Client()))
        {
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, "v1/status")).Code);
        }

        await File.WriteAllTextAsync(directory.File("tls.crt"), "nonsense");
        using var again = Client(authority.Client());
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(again, "v1/status")).Code);
    }

    private async Task RefusedAsync(X509Certificate2? certificate, TestAuthority? trusted = null)
    {
        using var client = Client(certificate, trusted);
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(client, "v1/status"));

        // The server must have turned the client away, not the client the server.
        Assert.DoesNotContain("remote certificate", refused.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    private HttpClient Client(X509Certificate2? certificate, TestAuthority? trusted = null)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem((trusted ?? authority).Pem));
        var handler = new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy } };
        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificates = [certificate];
        }

        return new HttpClient(handler) { BaseAddress = server.StatusAddress, DefaultRequestHeaders = { Host = "logagent" } };
    }

    private static async Task<(HttpStatusCode Code, string Text)> GetAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
