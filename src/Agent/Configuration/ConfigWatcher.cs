using System.Threading.Channels;
using LogOperator.Kubernetes.Objects;
using LogOperator.Kubernetes.Watching;
using LogOperator.Pipeline.Runtime.Reports;
using Microsoft.Extensions.Logging;

namespace LogOperator.Agent.Configuration;

/// <summary>
/// Follows the configuration: from the API server; while that has not answered, from the mounted Secrets; where there are none, from the last
/// good copy.
/// </summary>
internal sealed class ConfigWatcher
{
    /// <summary>Label that says of which LogAgent a Secret is.</summary>
    public const string AgentLabel = "logoperator.io/agent";

    /// <summary>Label that says what a Secret holds: <c>config</c> or <c>credentials</c>.</summary>
    public const string ContentLabel = "logoperator.io/content";

    // An edit of many objects rewrites several shards at once: one application for all of them.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(10);

    private readonly Informer<Secret>? informer;
    private readonly MountedSecrets mounted;
    private readonly LastGoodCopy lastGood;
    private readonly CredentialDirectory credentials;
    private readonly ConfigApplier applier;
    private readonly TimeSpan patience;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly ShardCache cache;
    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DesiredConfig? last;

    /// <summary>Makes a watcher; <see cref="RunAsync"/> starts it.</summary>
    /// <param name="informer">Follows the Secrets of this LogAgent; null where there is no API server.</param>
    /// <param name="mounted">The mounted Secrets.</param>
    /// <param name="lastGood">The last good copy.</param>
    /// <param name="credentials">Is given the secret values.</param>
    /// <param name="applier">Is given the configuration.</param>
    /// <param name="patience">How long the API server may take to answer before the start goes on without it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told what is done.</param>
    public ConfigWatcher(
        Informer<Secret>? informer, MountedSecrets mounted, LastGoodCopy lastGood, CredentialDirectory credentials, ConfigApplier applier,
        TimeSpan patience, TimeProvider time, ILogger logger)
    {
        this.informer = informer;
        this.mounted = mounted;
        this.lastGood = lastGood;
        this.credentials = credentials;
        this.applier = applier;
        this.patience = patience;
        this.time = time;
        this.logger = logger;
        cache = new ShardCache(lastGood);
    }

    /// <summary>Ends when a configuration was applied for the first time.</summary>
    public Task FirstApplied => first.Task;

    /// <summary>When the loop was last seen to turn.</summary>
    public DateTimeOffset LastTurn { get; private set; }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var subscription = informer?.Store.Subscribe(_ => changes.Writer.TryWrite(true));
        var deadline = time.GetUtcNow() + patience;
        if (informer is not null)
        {
            // Nothing else would wake the loop when the first list is empty.
            _ = informer.HasSynced.ContinueWith(_ => changes.Writer.TryWrite(true), TaskScheduler.Default);
        }

        while (!cancellation.IsCancellationRequested)
        {
            LastTurn = time.GetUtcNow();
            if (informer?.HasSynced.IsCompletedSuccessfully == true)
            {
                await FromApiAsync(changes.Reader, cancellation).ConfigureAwait(false);
            }
            else if (informer is null || LastTurn >= deadline)
            {
                await ApplyAsync(FromDisk()).ConfigureAwait(false);
            }

            applier.Prove();
            await NextAsync(changes.Reader, LastTurn >= deadline ? Turn : deadline - LastTurn, cancellation).ConfigureAwait(false);
        }
    }

    private async Task FromApiAsync(ChannelReader<bool> changes, CancellationToken cancellation)
    {
        if (changes.Count == 0 && last?.Origin == ConfigOrigin.Api)
        {
            return;
        }

        await Task.Delay(Quiet, time, cancellation).ConfigureAwait(false);
        changes.TryRead(out _);
        await ApplyAsync(FromApi()).ConfigureAwait(false);
    }

    private async Task NextAsync(ChannelReader<bool> changes, TimeSpan atMost, CancellationToken cancellation)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var timeout = Task.Delay(atMost, time, wait.Token);
        var change = changes.WaitToReadAsync(wait.Token).AsTask();
        await Task.WhenAny(timeout, change).ConfigureAwait(false);
        await wait.CancelAsync().ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
    }

    private DesiredConfig FromApi()
    {
        var secrets = informer!.Store.Snapshot();
        credentials.Replace(secrets.Where(s => s.Label(ContentLabel) == "credentials").SelectMany(s => s.Data ?? new Dictionary<string, byte[]>()));
        var problems = informer.Store.Undecodable.Select(u => u.Problem).ToList();
        var shards = cache.Read([.. secrets.Where(s => s.Label(ContentLabel) == "config")], problems);
        return DesiredConfig.Of(ConfigOrigin.Api, shards, problems);
    }

    private DesiredConfig FromDisk()
    {
        credentials.Replace(mounted.ReadCredentials());
        var problems = new List<string>();
        if (mounted.ReadShards(problems, name => lastGood.Load().FirstOrDefault(s => s.Name == name)) is { } shards)
        {
            return DesiredConfig.Of(ConfigOrigin.Mounted, shards, problems);
        }

        return last ?? DesiredConfig.Of(ConfigOrigin.LastGood, lastGood.Load(), problems);
    }

    private async Task ApplyAsync(DesiredConfig desired)
    {
        if (last is not null && last.Hash == desired.Hash && last.Origin == desired.Origin && last.Problems.SequenceEqual(desired.Problems))
        {
            return;
        }

        if (desired.Origin != ConfigOrigin.Api && informer is not null && last is null)
        {
            Log.WithoutApi(logger, desired.Origin);
        }

        await applier.ApplyAsync(desired).ConfigureAwait(false);
        last = desired;
        first.TrySetResult();
    }
}
