using LogOperator.Agent.Admin;
using LogOperator.Agent.Configuration;
using LogOperator.Agent.Endpoints;
using LogOperator.Agent.Options;
using LogOperator.Agent.Pace;
using LogOperator.Agent.Pods;
using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Objects;
using LogOperator.Kubernetes.Watching;
using LogOperator.Pipeline.Runtime;
using Microsoft.Extensions.Logging;

namespace LogOperator.Agent;

/// <summary>The agent: its loops, and what they share. A loop that ends by itself ends the process.</summary>
internal sealed class AgentProcess : IAsyncDisposable
{
    // On the mount of the logs: a link cannot lead to another one.
    private const string RetentionDirectory = "var/log/.logagent";

    // How long the API server may take before the start goes on with what is on disk. Log files wait; the kubelet's rotation does not.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Stuck = TimeSpan.FromMinutes(2);

    private readonly AgentOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly KubeClient? client;
    private readonly Informer<Secret>? secretInformer;
    private readonly Informer<Pod>? podInformer;
    private readonly PodDirectory pods;
    private readonly ConfigWatcher watcher;
    private readonly CrashGuard guard;
    private readonly PipelineHost host;
    private readonly AdminServer server;
    private volatile bool podsSettled;

    /// <summary>Puts the parts together; <see cref="RunAsync"/> starts them.</summary>
    /// <param name="options">How to run.</param>
    /// <param name="cluster">Where the API server is; null if there is none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where failures are told.</param>
    public AgentProcess(AgentOptions options, KubeConfig? cluster, TimeProvider time, ILoggerFactory loggers)
    {
        this.options = options;
        var steady = this.time = new SteadyTime(time);
        logger = loggers.CreateLogger("LogOperator.Agent");
        pods = new PodDirectory(steady);
        if (cluster is not null)
        {
            client = new KubeClient(cluster, new KubeClientOptions { UserAgent = $"logagent/{AgentVersion.Text}" }, time, loggers.CreateLogger<KubeClient>());
            var informerLogger = loggers.CreateLogger("LogOperator.Kubernetes.Informer");
            secretInformer = new(
                client, Secret.Resource, new() { Namespace = options.ConfigNamespace, LabelSelector = $"{ConfigWatcher.AgentLabel}={options.AgentName}" }, time, informerLogger);
            podInformer = new(client, Pod.Resource, new() { FieldSelector = $"spec.nodeName={options.NodeName}" }, time, informerLogger);
        }

        var credentials = new CredentialDirectory();
        host = new PipelineHost(
            new HostOptions
            {
                Root = options.Root,
                StateDirectory = options.StateDirectory,
                FileRoot = options.FileRoot,
                NodeName = options.NodeName,
                TenantEndpoints = options.TenantEndpoints,
                RetentionDirectory = Path.Combine(options.Root, RetentionDirectory),
                RetentionQuota = options.RetentionQuota,
                BufferMemory = options.BufferMemory,
                PodPatience = TimeSpan.FromSeconds(2),
                StopTimeout = options.StopTimeout,
            },
            pods, credentials, time, loggers.CreateLogger<PipelineHost>());
        var lastGood = new LastGoodCopy(Path.Combine(options.StateDirectory, "config"), logger);
        guard = new CrashGuard(options.StateDirectory, lastGood, new LastGoodCopy(Path.Combine(options.StateDirectory, "proven"), logger), steady, logger);
        var applier = new ConfigApplier(host.ApplyAsync, lastGood, guard, logger);
        watcher = new ConfigWatcher(
            secretInformer, new MountedSecrets(options.ConfigDirectory, options.CredentialsDirectory), lastGood, credentials, applier, Patience, steady, logger);

        var pace = new PaceWatch(time);
        var status = new StatusSource(options.NodeName, time.GetUtcNow(), () => pace.Judge(host.Report()), () => applier.Applied);
        var endpoint = new StatusEndpoint(status, time);
        applier.Changed += endpoint.Pulse;
        server = AdminServer.Build(
            (options.AdminPort, options.StatusPort),
            options.TlsDirectory is null ? null : new Certificates(options.TlsDirectory, logger),
            new Readiness(Alive, Ready),
            new MetricsEndpoint(status, applier, pods),
            endpoint,
            loggers);
    }

    /// <summary>The server of health, metrics and status.</summary>
    public AdminServer Server => server;

    /// <summary>Runs until <paramref name="stop"/> is cancelled or a part fails for good.</summary>
    /// <returns>Whether it ended because it was asked to.</returns>
    public async Task<bool> RunAsync(CancellationToken stop)
    {
        Log.Starting(logger, AgentVersion.Text, options.NodeName, client?.Config.Server.ToString() ?? options.ConfigDirectory ?? "the last good copy", options.StateDirectory);
        guard.Begin();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var following = podInformer is null ? null : pods.Follow(podInformer.Store);
        await server.StartAsync(end.Token).ConfigureAwait(false);
        List<Part> parts = [new("configuration", watcher.RunAsync(end.Token)), new("pipelines", RunPipelinesAsync(end.Token))];
        if (client is not null && podInformer is not null && secretInformer is not null)
        {
            parts.Add(new("addresses of the API server", new ApiServerWatch(new ApiServerAddresses(client), options.TenantEndpoints, time).RunAsync(end.Token)));
            parts.Add(new("watch of pods", podInformer.RunAsync(end.Token)));
            parts.Add(new("watch of Secrets", secretInformer.RunAsync(end.Token)));
        }

        var first = await Task.WhenAny(parts.Select(p => p.Running)).ConfigureAwait(false);
        var well = stop.IsCancellationRequested;
        if (well)
        {
            Log.Stopping(logger, options.StopTimeout);
        }
        else if (first.IsCompletedSuccessfully)
        {
            Log.Failed(logger, null, parts.First(p => p.Running == first).Name, "without an error");
        }

        await end.CancelAsync().ConfigureAwait(false);
        foreach (var part in parts)
        {
            well &= await EndedWellAsync(part).ConfigureAwait(false);
        }

        if (well)
        {
            guard.End();
        }

        Log.Stopped(logger);
        return well;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync().ConfigureAwait(false);
        await host.DisposeAsync().ConfigureAwait(false);
        client?.Dispose();
    }

    // Reading begins when pods and configuration are known, so that the first records already carry their labels.
    private async Task RunPipelinesAsync(CancellationToken cancellation)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (podInformer is not null)
        {
            await Task.WhenAny(podInformer.HasSynced, Task.Delay(Patience, time, wait.Token)).ConfigureAwait(false);
        }

        podsSettled = true;
        await watcher.FirstApplied.WaitAsync(cancellation).ConfigureAwait(false);
        await wait.CancelAsync().ConfigureAwait(false);
        await host.RunAsync(cancellation).ConfigureAwait(false);
    }

    private async Task<bool> EndedWellAsync(Part part)
    {
        try
        {
            await part.Running.ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
        catch (Exception e)
        {
            Log.Failed(logger, e, part.Name, e.Message);
            return false;
        }
    }

    private string? Alive() => watcher.LastTurn != default && time.GetUtcNow() - watcher.LastTurn > Stuck
        ? $"the configuration's loop is stuck since {watcher.LastTurn:O}"
        : null;

    private string? Ready() => !watcher.FirstApplied.IsCompletedSuccessfully ? "waiting for the configuration" : podsSettled ? null : "waiting for the pods";

    private sealed record Part(string Name, Task Running);
}
