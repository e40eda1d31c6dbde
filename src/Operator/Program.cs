using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Control;
using LogOperator.Kubernetes.Objects;
using LogOperator.Operator.Cache;
using LogOperator.Operator.Health;
using LogOperator.Operator.Loop;
using LogOperator.Operator.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace LogOperator.Operator;

/// <summary>The process, and the one place where the operator is put together.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        var options = OperatorOptions.Read(Environment.GetEnvironmentVariable, out var problem);
        if (options is null)
        {
            await Console.Error.WriteLineAsync(problem).ConfigureAwait(false);
            return 2;
        }

        KubeConfig config;
        try
        {
            config = KubeConfig.Default();
        }
        catch (KubeConfigException e)
        {
            await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return 2;
        }

        var app = Build(options, config, args);
        await using (app.ConfigureAwait(false))
        {
            await app.RunAsync().ConfigureAwait(false);
            return app.Services.GetRequiredService<OperatorService>().Problem is null ? 0 : 1;
        }
    }

    /// <summary>Makes the application; running it runs the operator. Tests make as many replicas as they need.</summary>
    public static WebApplication Build(OperatorOptions options, KubeConfig config, string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ApplicationName = Names.Product });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = 64;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.ListenAnyIP(options.HealthPort);
        });
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);

        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton(config);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<KubeClient>(s => new KubeClient(config, null, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<KubeClient>>()));
        services.AddSingleton<ClusterCache>();
        services.AddSingleton<LeaderLoop>();
        services.AddSingleton(s => new EventRecorder(
            s.GetRequiredService<KubeClient>(), "logoperator.io/operator", options.PodName, null, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<EventRecorder>>()));
        services.AddSingleton(s => new LeaderElector(
            s.GetRequiredService<KubeClient>(),
            new LeaderElectionOptions
            {
                Lease = new ObjectKey(options.Namespace, Names.Lease),

                // A container that restarts keeps its pod's name, but what its predecessor held is not its own.
                Identity = $"{options.PodName}_{Guid.NewGuid():N}",
                LeaseDuration = options.LeaseDuration,
                RenewDeadline = options.LeaseDuration * 2 / 3,
                RetryPeriod = options.LeaseDuration * 2 / 15,
                Labels = Names.OperatorLabels(),
            },
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ILogger<LeaderElector>>()));
        services.AddSingleton<OperatorService>();
        services.AddHostedService(s => s.GetRequiredService<OperatorService>());
        services.AddSingleton<MetricsCollector>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));

        var app = builder.Build();
        var operation = app.Services.GetRequiredService<OperatorService>();
        var cache = app.Services.GetRequiredService<ClusterCache>();
        HealthServer.Serve(
            app,
            () => operation.Problem,
            () => cache.IsSynced ? null : "the API server has not listed everything yet",
            app.Services.GetRequiredService<MetricsCollector>());
        return app;
    }
}
