using LogOperator.Pipeline.Native;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sources.Files.Finding;
using LogOperator.Pipeline.Sources.Files.Identity;
using LogOperator.Pipeline.Sources.Files.Retention;
using LogOperator.Pipeline.Sources.Files.Streams;
using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Sources.Files;

/// <summary>
/// Follows files for all sources of a process: finds them, keeps them open while they are written, and tells observers what happens.
/// One thread runs <see cref="RunAsync"/>; <see cref="ScanNow"/> does the same work once, on the caller's thread. Observers are called
/// on that thread, never concurrently by one follower; a process may have several (<see cref="FileFollowers"/>).
/// </summary>
internal sealed partial class FileFollower : IDisposable
{
    private const int PollEvery = 50;
    private const double MostPolls = 2.5;
    private static readonly TimeSpan DisposePatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ActiveFor = TimeSpan.FromSeconds(1);
    private readonly FollowerOptions options;
    private readonly ILogger logger;
    private readonly TaskCompletionSource scanned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider time;
    private readonly FileTroubles troubles;
    private readonly FollowerParts parts;
    private readonly DirectoryCache cache;
    private readonly FileFinder finder;
    private readonly StreamUpkeep upkeep;
    private readonly DirectoryWatches watches;
    private readonly Inotify? inotify;
    private readonly Lock gate = new();
    private readonly FollowerAlarm alarm;
    private readonly Dictionary<(FileFormat Format, string Path), FollowedDirectory> directories = [];
    private readonly List<InotifyChange> changes = [];
    private readonly HashSet<LogStream> changed = [];
    private readonly HashSet<object> told = [];
    private readonly Subscriptions subscriptions = new();
    private readonly List<(FileFormat Format, PathPattern Pattern)> patterns = [];
    private IReadOnlyCollection<(IFileSource Source, IStreamObserver Observer)>? wanted;
    private long walkedVersion = -1;
    private long podsVersion = long.MinValue;
    private bool arePatternsNew;
    private bool isRestored;
    private LeaveProgress? leaving;
    private DateTimeOffset nextScan;
    private DateTimeOffset nextPoll;
    private long turnBegan;

    /// <summary>Makes a follower that follows nothing yet.</summary>
    /// <param name="options">How files are followed.</param>
    /// <param name="time">Tells the time.</param>
    /// <param name="logger">Where notes go.</param>
    public FileFollower(FollowerOptions options, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        this.time = time;
        this.logger = logger;
        troubles = new FileTroubles(time, Counters, logger);
        parts = new FollowerParts(
            options, time, Counters, troubles, options.Memory ?? new FileMemory(), BlockPool.Shared,
            RetainedFiles.Open(options, Counters, logger), BufferedFiles.In(options, logger));
        cache = new DirectoryCache(troubles, options.Territory);
        finder = new FileFinder(cache, new LinkResolver(options.Root, options.Territory), troubles, options.Territory, parts.Retained?.Directory);
        upkeep = new StreamUpkeep(parts);
        var error = Inotify.Open(out inotify);
        if (error != 0)
        {
            troubles.Note("inotify", Errno.Describe("open", "an inotify instance", error));
        }

        alarm = new FollowerAlarm(inotify);
        watches = new DirectoryWatches(inotify, options.MaxWatches);
    }

    /// <summary>How long it has been looking at files by now; nothing while it waits.</summary>
    public TimeSpan TurnTook => Volatile.Read(ref turnBegan) is not 0 and var began ? TimeProvider.System.GetElapsedTime(began) : TimeSpan.Zero;

    /// <summary>What was counted so far.</summary>
    public FileCounters Counters { get; } = new();

    /// <summary>How far <see cref="Leave"/> is; null before it began.</summary>
    public LeaveProgress? Leaving
    {
        get => Volatile.Read(ref leaving);
        private set => Volatile.Write(ref leaving, value);
    }

    /// <summary>What cannot be opened, listed or read at present.</summary>
    public IReadOnlyList<FileTrouble> Troubles => troubles.Snapshot();

    /// <summary>Ends when everything that existed at the first <see cref="Set"/> has been told.</summary>
    public Task Scanned => scanned.Task;

    /// <summary>
    /// Replaces what is followed, soon: pairs that stay see nothing, new ones are told of every stream there is, and those that go are told
    /// that theirs disappeared.
    /// </summary>
    /// <param name="sources">Sources and who is told; compared by reference.</param>
    public void Set(IReadOnlyCollection<(IFileSource Source, IStreamObserver Observer)> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        Volatile.Write(ref wanted, sources);
        alarm.Wake();
    }

    /// <summary>Looks at everything once: whatever exists now has been told when it returns.</summary>
    public void ScanNow()
    {
        lock (gate)
        {
            Turn(isFull: true);
        }
    }

    /// <summary>Keeps what is not acknowledged for the next process: call it when following has ended, before queues are given up.</summary>
    public void Leave()
    {
        lock (gate)
        {
            LogStream[] streams = [.. directories.Values.SelectMany(d => d.Streams)];
            for (var i = 0; i < streams.Length; i++)
            {
                upkeep.Keep(streams[i], time.GetUtcNow());
                Leaving = new LeaveProgress(i + 1, streams.Length);
            }

            parts.Buffered?.Commit();
            foreach (var stream in streams)
            {
                if (upkeep.Leave(stream) is > 0 and var lost)
                {
                    FilesLog.LostAtEnd(logger, stream.Key, lost);
                }
            }
        }
    }

    /// <summary>Follows until cancelled.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Ends when the loop has ended; fails if it failed.</returns>
    public Task RunAsync(CancellationToken cancellation) =>
        Task.Factory.StartNew(() => Run(cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Closes all files. Readers must be done. One that hangs in a dead file system keeps what it has.</summary>
    public void Dispose()
    {
        if (!gate.TryEnter(DisposePatience))
        {
            return;
        }

        try
        {
            foreach (var directory in directories.Values)
            {
                foreach (var member in directory.Streams.SelectMany(s => s.Members))
                {
                    member.Close();
                }
            }

            directories.Clear();
            parts.Retained?.Dispose();
            alarm.Dispose();
        }
        finally
        {
            gate.Exit();
        }
    }

    private void Run(CancellationToken cancellation)
    {
        using var registration = cancellation.Register(alarm.Wake);
        while (!cancellation.IsCancellationRequested)
        {
            Wait();
            lock (gate)
            {
                Turn(isFull: time.GetUtcNow() >= nextScan);
            }
        }
    }

    private void Wait()
    {
        DateTimeOffset due;
        var now = time.GetUtcNow();
        lock (gate)
        {
            due = directories.Values.Any(d => d.ActiveUntil > now) && nextPoll < nextScan ? nextPoll : nextScan;
        }

        var milliseconds = Volatile.Read(ref wanted) is not null ? 0 : (int)Math.Clamp(Math.Ceiling((due - now).TotalMilliseconds), 0, 60_000);
        alarm.Wait(milliseconds);
    }

    private void Turn(bool isFull)
    {
        Volatile.Write(ref turnBegan, TimeProvider.System.GetTimestamp());
        try
        {
            DoTurn(isFull);
        }
        finally
        {
            Volatile.Write(ref turnBegan, 0);
        }
    }

    private void DoTurn(bool isFull)
    {
        var now = time.GetUtcNow();
        changed.Clear();
        var areSubscriptionsNew = Subscribe();
        isFull |= areSubscriptionsNew;
        var areNamesNew = TakeChanges(now);
        if (isFull || areNamesNew)
        {
            Scan(isFull, now);
        }

        Look(isFull, now);
        var version = options.Pods?.Version ?? 0;
        var arePodsNew = version != podsVersion;
        podsVersion = version;
        if (isFull || areNamesNew || arePodsNew)
        {
            Select(areSubscriptionsNew || arePodsNew, now);
        }

        if (isFull)
        {
            Prune(now);
            nextScan = now + options.ScanInterval;
        }

        Tell();
        if (areSubscriptionsNew)
        {
            scanned.TrySetResult();
        }
    }

    /// <summary>Takes over what <see cref="Set"/> left.</summary>
    private bool Subscribe()
    {
        var next = Interlocked.Exchange(ref wanted, null);
        if (next is null)
        {
            return false;
        }

        subscriptions.Replace(next, directories.Values.SelectMany(d => d.Streams));
        patterns.Clear();
        patterns.AddRange(subscriptions.Patterns);
        arePatternsNew = true;
        return true;
    }

    /// <summary>Looks at the files of directories in which something is written; at all files in a full turn.</summary>
    private void Look(bool isFull, DateTimeOffset now)
    {
        if (!isFull && now < nextPoll)
        {
            return;
        }

        var began = time.GetTimestamp();
        foreach (var directory in directories.Values)
        {
            var isActive = directory.ActiveUntil > now;
            if (!isFull && !isActive && (watches.IsArmed(directory.Path) || !watches.Arm(directory.Path, forWrites: true)))
            {
                continue;
            }

            if (!isActive)
            {
                watches.Arm(directory.Path, forWrites: true);
            }

            // A directory that has just been armed is looked at once more: what was written before would not be reported.
            foreach (var stream in directory.Streams)
            {
                Look(directory, stream, now);
            }
        }

        // Where many files grow, looking at them takes its time: it is done less often then.
        var took = time.GetElapsedTime(began) * PollEvery;
        var most = options.PollInterval * MostPolls;
        nextPoll = now + (took < options.PollInterval ? options.PollInterval : took < most ? took : most);
    }

    private void Look(FollowedDirectory directory, LogStream stream, DateTimeOffset now)
    {
        if (upkeep.Look(stream, now, out var grew))
        {
            changed.Add(stream);
        }

        if (grew)
        {
            directory.ActiveUntil = now + ActiveFor;
            watches.Arm(directory.Path, forWrites: false);
        }
    }

    /// <summary>Asks the sources which streams they select: those not asked about yet, or all.</summary>
    private void Select(bool all, DateTimeOffset now)
    {
        foreach (var directory in directories.Values)
        {
            foreach (var stream in directory.Streams)
            {
                if ((all || !stream.IsAsked || stream.ArePatternsNew) && !AwaitsItsPod(stream, now))
                {
                    Select(directory, stream, now);
                    stream.IsAsked = true;
                    stream.ArePatternsNew = false;
                }
            }
        }
    }

    /// <summary>Whether a new stream's pod is not known yet, and so not its labels, which may forbid that it is read.</summary>
    private bool AwaitsItsPod(LogStream stream, DateTimeOffset now) =>
        options.PodPatience > TimeSpan.Zero
        && !stream.IsAsked
        && stream.Pod is { } pod
        && now - stream.SeenAt < options.PodPatience
        && options.Pods?.Find(pod.Namespace, pod.Pod, pod.Uid) is null;

    private void Select(FollowedDirectory directory, LogStream stream, DateTimeOffset now)
    {
        var wasAwake = stream.IsAwake;
        stream.BeganAt = stream.FindBeginning(options.Pods);
        var appeared = subscriptions.Ask(stream);
        if (appeared is null)
        {
            return;
        }

        stream.Followers.AddRange(appeared);
        if (!wasAwake)
        {
            Look(directory, stream, now);
        }

        foreach (var subscription in appeared)
        {
            subscription.Observer.Appeared(subscription.Source, stream);
        }
    }

    private void Prune(DateTimeOffset now)
    {
        foreach (var (key, directory) in directories)
        {
            for (var i = directory.Streams.Count - 1; i >= 0; i--)
            {
                var stream = directory.Streams[i];
                upkeep.Prune(stream, now);
                if (stream.Members.Count == 0 && stream.Copies.Count == 0)
                {
                    directory.Remove(stream);
                    changed.Remove(stream);
                    foreach (var subscription in stream.Followers)
                    {
                        subscription.Observer.Disappeared(subscription.Source, stream);
                    }
                }
            }

            if (directory.Streams.Count == 0 && !directory.IsFound)
            {
                directories.Remove(key);
            }
        }

        RetentionQuota.Keep(directories.Values, parts, upkeep, logger);
        DescriptorBudget.Keep(directories.Values, parts, upkeep, logger);
    }

    private void Tell()
    {
        foreach (var stream in changed)
        {
            told.Clear();
            object? last = null;
            foreach (var follower in stream.Followers)
            {
                var audience = follower.Observer.Audience;
                if (audience != last && told.Add(audience))
                {
                    follower.Observer.Changed(stream);
                }

                last = audience;
            }
        }
    }
}
