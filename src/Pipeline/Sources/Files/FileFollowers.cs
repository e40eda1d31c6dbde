using LogOperator.Pipeline.Sources.Files.Finding;
using LogOperator.Pipeline.Sources.Files.Retention;
using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Sources.Files;

/// <summary>
/// A follower for each mount that may cease to answer, as of the start, and one for all else: one that hangs stops neither the others nor
/// the process.
/// </summary>
internal sealed class FileFollowers : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LeavePatience = TimeSpan.FromSeconds(5);
    private readonly List<(Territory Territory, FileFollower Follower)> followers = [];
    private readonly ILogger logger;

    /// <summary>Makes followers that follow nothing yet.</summary>
    public FileFollowers(FollowerOptions options, TimeProvider time, ILogger logger)
    {
        this.logger = logger;
        var mounts = options.RemoteMounts ?? MountTable.Remote();
        Add(new Territory(null, mounts), options);
        foreach (var mount in mounts)
        {
            // A link does not lead from one mount to another: what goes there is copied.
            Add(new Territory(mount, mounts), options with { RetentionDirectory = null });
        }

        void Add(Territory territory, FollowerOptions its) => followers.Add((territory, new FileFollower(its with { Territory = territory }, time, logger)));
    }

    /// <summary>Files that went before anything of them could be read.</summary>
    public long Vanished => followers.Sum(f => f.Follower.Counters.Vanished);

    /// <summary>Times that a file could not be linked.</summary>
    public long LinkFailures => followers.Sum(f => f.Follower.Counters.LinkFailures);

    /// <summary>What each follower counts.</summary>
    public IReadOnlyCollection<FileCounters> Counters => [.. followers.Select(f => f.Follower.Counters)];

    /// <summary>How far <see cref="LeaveAsync"/> is; null before it began.</summary>
    public LeaveProgress? Leaving => followers.Select(f => f.Follower.Leaving).OfType<LeaveProgress>().Aggregate(
        (LeaveProgress?)null,
        (sum, its) => new LeaveProgress((sum?.Done ?? 0) + its.Done, (sum?.All ?? 0) + its.All));

    /// <inheritdoc cref="FileFollower.Set"/>
    public void Set(IReadOnlyCollection<(IFileSource Source, IStreamObserver Observer)> sources)
    {
        foreach (var (_, follower) in followers)
        {
            follower.Set(sources);
        }
    }

    /// <summary>Looks at everything once: whatever exists now has been told when it ends.</summary>
    public Task ScanNowAsync() => Task.WhenAll(followers.Select(f => Task.Run(f.Follower.ScanNow)));

    /// <summary>What has not answered for at least a time.</summary>
    public IEnumerable<string> Stalled(TimeSpan least) => followers.Where(f => f.Follower.TurnTook >= least).Select(f => $"files below {f.Territory.Name}");

    /// <summary>Follows until cancelled. Whoever hangs then is left behind.</summary>
    /// <returns>Ends when following has ended; fails if it failed.</returns>
    public async Task RunAsync(CancellationToken cancellation)
    {
        Task[] running = [.. followers.Select(f => f.Follower.RunAsync(cancellation))];
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = cancellation.Register(cancelled.SetResult);
        var first = await Task.WhenAny([.. running, cancelled.Task]).ConfigureAwait(false);
        if (first != cancelled.Task)
        {
            await first.ConfigureAwait(false);
        }

        await WithinAsync(Task.WhenAll(running), Patience).ConfigureAwait(false);
    }

    /// <summary>Keeps what is not acknowledged for the next process: to be called when following has ended.</summary>
    public Task LeaveAsync() => Task.WhenAll(followers.Where(f => f.Follower.TurnTook < Patience).Select(f =>
    {
        // Copying many files takes its time.
        var leaving = Task.Run(f.Follower.Leave);
        return f.Territory.Owns("/") ? leaving : WithinAsync(leaving, LeavePatience);
    }));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, follower) in followers)
        {
            follower.Dispose();
        }
    }

    private async Task WithinAsync(Task work, TimeSpan patience)
    {
        try
        {
            await work.WaitAsync(patience, TimeProvider.System).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            FilesLog.LeftBehind(logger, string.Join(", ", Stalled(patience)));
        }
    }
}
