using System.Security.Cryptography.X509Certificates;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sinks.Http;
using LogOperator.TestKit.Kubernetes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace LogOperator.Pipeline.Tests.Sinks.Http;

public sealed class HttpTlsTests : IAsyncLifetime
{
    private readonly TestCertificates authority = new("test authority");
    private readonly TestCertificates stranger = new("stranger");
    private WebApplication server = null!;
    private int port;
    private long limit = long.MaxValue;
    private ClientCertificateMode clientCertificates = ClientCertificateMode.NoCertificate;


    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        authority.Dispose();
        stranger.Dispose();
    }

    [Fact]
    public async Task The_given_authority_is_trusted_and_no_other()
    {
        await StartAsync();
        await using (var sink = Build($"https://127.0.0.1:{port}/", Trusting(authority), new TlsSpec { CaRef = new SecretKeyRef { Name = "tls" } }))
        {
            var result = await SinkTest.SendAsync(sink, "x");
            Assert.Equal((SendOutcome.Delivered, null), (result.Outcome, result.Detail));
        }

        await using (var sink = Build($"https://127.0.0.1:{port}/", Trusting(stranger), new TlsSpec { CaRef = new SecretKeyRef { Name = "tls" } }))
        {
            var result = await SinkTest.SendAsync(sink, "x");
            Assert.Equal(SendOutcome.Misconfigured, result.Outcome);
            Assert.Contains("TLS failed", result.Detail, StringComparison.Ordinal);
        }

        await using var system = Build($"https://127.0.0.1:{port}/", new MemoryCredentials(), null);
        Assert.Equal(SendOutcome.Misconfigured, (await SinkTest.SendAsync(system, "x")).Outcome);
    }

    [Fact]
    public async Task The_servers_name_is_checked_and_may_differ_from_the_address()
    {
        await StartAsync();
        var tls = new TlsSpec { CaRef = new SecretKeyRef { Name = "tls" } };
        await using var right = Build($"https://127.0.0.1:{port}/", Trusting(authority), tls with { ServerName = "logs.test" });
        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(right, "x")).Outcome);
        await using var wrong = Build($"https://127.0.0.1:{port}/", Trusting(authority), tls with { ServerName = "other.test" });
        Assert.Equal(SendOutcome.Misconfigured, (await SinkTest.SendAsync(wrong, "x")).Outcome);
    }

    [Fact]
    public async Task A_changed_authority_is_taken_without_a_restart()
    {
        await StartAsync();
        var secrets = Trusting(stranger);
        await using var sink = Build($"https://127.0.0.1:{port}/", secrets, new TlsSpec { CaRef = new SecretKeyRef { Name = "tls" } });
        Assert.Equal(SendOutcome.Misconfigured, (await SinkTest.SendAsync(sink, "x")).Outcome);
        secrets["tls", "ca.crt"] = authority.AuthorityPem;
        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "x")).Outcome);
        secrets["tls", "ca.crt"] = "no certificate at all";
        var result = await SinkTest.SendAsync(sink, "x");
        Assert.Equal(SendOutcome.Misconfigured, result.Outcome);
        Assert.StartsWith("cannot use the store's TLS certificates", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_certificate_is_shown_to_a_server_that_asks()
    {
        clientCertificates = ClientCertificateMode.RequireCertificate;
        await StartAsync();
        var secrets = Trusting(authority);
        var tls = new TlsSpec { CaRef = new SecretKeyRef { Name = "tls" } };
        await using (var anonymous = Build($"https://127.0.0.1:{port}/", secrets, tls))
        {
            Assert.NotEqual(SendOutcome.Delivered, (await SinkTest.SendAsync(anonymous, "x")).Outcome);
        }

        var (certificate, key) = authority.Client("agent");
        secrets["client", "tls.crt"] = certificate;
        secrets["client", "tls.key"] = key;
        await using var known = Build($"https://127.0.0.1:{port}/", secrets, tls with { ClientCertRef = new SecretRef { Name = "client" } });
        var result = await SinkTest.SendAsync(known, "x");
        Assert.Equal((SendOutcome.Delivered, null), (result.Outcome, result.Detail));
    }

    [Fact]
    public async Task A_server_that_refuses_a_large_body_unread_is_understood_sooner_or_later()
    {
        limit = 1000;
        await StartAsync(tls: false);
        var spec = new SinkSpec { Http = new HttpSinkSpec { Url = $"http://127.0.0.1:{port}/", Compression = HttpCompression.None } };
        await using var sink = SinkTest.Build(spec);
        var lines = Enumerable.Range(0, 200).Select(_ => new string('x', 50_000)).ToArray();
        var first = await SinkTest.SendAsync(sink, lines);
        var second = await SinkTest.SendAsync(sink, lines);
        Assert.Contains(first.Outcome, new[] { SendOutcome.TooLarge, SendOutcome.Retry });
        Assert.Equal(SendOutcome.TooLarge, second.Outcome);
    }

    private static ISink Build(string url, MemoryCredentials secrets, TlsSpec? tls) =>
        SinkTest.Build(new SinkSpec { Http = new HttpSinkSpec { Url = url }, Tls = tls }, secrets);

    private static MemoryCredentials Trusting(TestCertificates trusted) => new() { ["tls", "ca.crt"] = trusted.AuthorityPem };

    private async Task StartAsync(bool tls = true)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var (pem, key) = authority.Server("logs", "logs.test", "127.0.0.1");
        using var ephemeral = X509Certificate2.CreateFromPem(pem, key);
        var certificate = X509CertificateLoader.LoadPkcs12(ephemeral.Export(X509ContentType.Pkcs12), null);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = limit == long.MaxValue ? null : limit;
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen =>
            {
                if (tls)
                {
                    listen.UseHttps(certificate, https =>
                    {
                        https.ClientCertificateMode = clientCertificates;
                        https.ClientCertificateValidation = (client, _, _) => client.Issuer == "CN=test authority";
                    });
                }
            });
        });
        server = builder.Build();
        server.Run(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
        });
        await server.StartAsync();
        port = new Uri(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
    }
}
