using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using LogOperator.Pipeline.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LogOperator.Agent.Admin;

/// <summary>
/// Serves health, readiness and metrics in the clear on one port, and the status over mutual TLS on another, since it names what tenants do.
/// </summary>
internal sealed class AdminServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ILogger logger;
    private readonly bool withStatus;

    private AdminServer(WebApplication app, ILogger logger, bool withStatus)
    {
        this.app = app;
        this.logger = logger;
        this.withStatus = withStatus;
    }

    /// <summary>Address of health and metrics, once started.</summary>
    public Uri AdminAddress => Address("http");

    /// <summary>Address of the status, once started; null if it is not served.</summary>
    public Uri? StatusAddress => withStatus ? Address("https") : null;

    /// <summary>Makes a server; <see cref="StartAsync"/> opens the ports.</summary>
    /// <param name="ports">Port in the clear, port with TLS; 0 takes any free one.</param>
    /// <param name="certificates">Certificates of the status port; null leaves it closed.</param>
    /// <param name="readiness">Answers the probes.</param>
    /// <param name="metrics">Answers scrapes.</param>
    /// <param name="status">Answers the operator.</param>
    /// <param name="loggers">Where failures are told.</param>
    public static AdminServer Build(
        (int Admin, int Status) ports, Certificates? certificates, Readiness readiness, MetricsEndpoint metrics, StatusEndpoint status, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        var logger = loggers.CreateLogger<AdminServer>();
        builder.Services.AddSingleton(loggers);

        // The process listens to signals itself, and stops this server last.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = 64;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.ListenAnyIP(ports.Admin, listen => listen.Protocols = HttpProtocols.Http1);
            if (certificates is not null)
            {
                kestrel.ListenAnyIP(ports.Status, listen =>
                {
                    listen.Protocols = HttpProtocols.Http1;
                    listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => new(Handshake(certificates, logger)) });
                });
            }
        });
        var app = builder.Build();
        app.Run(context => AnswerAsync(context, readiness, metrics, status));
        return new AdminServer(app, logger, certificates is not null);
    }

    /// <summary>Opens the ports.</summary>
    /// <exception cref="IOException">A port is in use.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await app.StartAsync(cancellation).ConfigureAwait(false);
        Log.AdminListening(logger, AdminAddress.ToString());
        if (StatusAddress is { } address)
        {
            Log.StatusListening(logger, address.ToString());
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await app.DisposeAsync().ConfigureAwait(false);

    private static SslServerAuthenticationOptions Handshake(Certificates certificates, ILogger logger)
    {
        var set = certificates.Current() ?? throw new AuthenticationException("there is no usable certificate yet");
        return new SslServerAuthenticationOptions
        {
            ServerCertificate = set.Server,
            ClientCertificateRequired = true,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            {
                var problem = set.Refuse(certificate as X509Certificate2);
                if (problem is not null)
                {
                    Log.ClientTurnedAway(logger, problem);
                }

                return problem is null;
            },
        };
    }

    private static async Task AnswerAsync(HttpContext context, Readiness readiness, MetricsEndpoint metrics, StatusEndpoint status)
    {
        var path = context.Request.Path.Value;
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        switch (path, context.Request.IsHttps)
        {
            case ("/v1/status", true):
                await status.AnswerAsync(context).ConfigureAwait(false);
                break;
            case ("/healthz", false):
                await ProbeAsync(context, readiness.Alive()).ConfigureAwait(false);
                break;
            case ("/readyz", false):
                await ProbeAsync(context, readiness.Ready() ?? readiness.Alive()).ConfigureAwait(false);
                break;
            case ("/metrics", false):
                context.Response.ContentType = PrometheusWriter.ContentType;
                await context.Response.Body.WriteAsync(metrics.Write(), context.RequestAborted).ConfigureAwait(false);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private static Task ProbeAsync(HttpContext context, string? problem)
    {
        context.Response.StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync((problem ?? "ok") + "\n", context.RequestAborted);
    }

    private Uri Address(string scheme)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new Uri(addresses.First(a => a.StartsWith(scheme + "://", StringComparison.Ordinal)).Replace("[::]", "127.0.0.1", StringComparison.Ordinal));
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
