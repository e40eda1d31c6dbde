using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using LogOperator.Pipeline.Runtime.Reports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace LogOperator.Operator.Tests.Reports;

/// <summary>Answers <c>/v1/status</c> as an agent does: over mutual TLS, at once, with the report of the moment.</summary>
internal sealed class FakeAgent : IAsyncDisposable
{
    private readonly WebApplication app;
    private long version;
    private volatile AgentReport report;

    private FakeAgent(WebApplication app)
    {
        this.app = app;
        report = Make([]);
        app.Run(async context =>
        {
            Queries.Add(context.Request.Path + context.Request.QueryString);
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(JsonSerializer.Serialize(report, ReportJson.Default.AgentReport));
        });
    }

    public int Port => new Uri(this.app.Urls.Single()).Port;

    public System.Collections.Concurrent.ConcurrentBag<string> Queries { get; } = [];

    public static async Task<FakeAgent> StartAsync(string certificatePem, string keyPem, string authorityPem)
    {
        // Schannel-free, but a key from PEM is ephemeral for some platforms: through PKCS #12 it works everywhere.
        using var pem = X509Certificate2.CreateFromPem(certificatePem, keyPem);
        var certificate = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        var trusted = new X509Certificate2Collection();
        trusted.ImportFromPem(authorityPem);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificate = certificate,
            ClientCertificateMode = ClientCertificateMode.RequireCertificate,
            ClientCertificateValidation = (client, _, _) => IsOperator(client, trusted),
        })));
        var agent = new FakeAgent(builder.Build());
        await agent.app.StartAsync();
        return agent;
    }

    public void Say(params PipelineReport[] pipelines) => report = Make(pipelines);

    public async ValueTask DisposeAsync()
    {
        await this.app.StopAsync();
        await this.app.DisposeAsync();
    }

    private static bool IsOperator(X509Certificate2 client, X509Certificate2Collection trusted)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(client) && client.GetNameInfo(X509NameType.SimpleName, false) == "log-operator";
    }

    private AgentReport Make(PipelineReport[] pipelines) => new()
    {
        Hash = $"v{Interlocked.Increment(ref version)}",
        Node = "node-a",
        Version = "0.1.0",
        StartedAt = Some.Now,
        ConfigHash = "c",
        ConfigOrigin = ConfigOrigin.Api,
        Report = new HostReport { Pipelines = pipelines },
    };
}
