using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.Pipeline.Runtime.Routing;
using LogOperator.Pipeline.Sinks;
using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Runtime.Sending;

/// <summary>
/// The running side of one distinct store configuration: takes requests from the queues of the branches that name the store, and tries
/// each until every record is acknowledged or rejected.
/// </summary>
internal sealed class SinkWorker : IAsyncDisposable
{
    private const int SplitsBeforeWaiting = 32;
    private static readonly TimeSpan DefaultMaxDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CancelGrace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan HeldUpIdle = TimeSpan.FromMilliseconds(100);
    private readonly ISink sink;
    private readonly RetrySchedule schedule;
    private readonly RequestBuilder builder;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Signal signal;
    private readonly SemaphoreSlim slots;
    private readonly int concurrency;
    private readonly long maxBytes;
    private readonly int maxRecords;
    private readonly TimeSpan maxDelay;
    private readonly CancellationTokenSource taking = new();
    private readonly CancellationTokenSource sending = new();
    private readonly WaitingBranches waiting;
    private readonly Dictionary<Branch, WaitingBranch> branches = [];
    private long longestWait;
    private volatile bool hurry;
    private volatile Exception? failure;
    private Task loop = Task.CompletedTask;

    /// <summary>Builds the sink; nothing runs before <see cref="Start"/>.</summary>
    public SinkWorker(StoreConfig store, SinkContext context, TimeProvider time, ILogger logger)
    {
        var kind = store.Spec.Chosen ?? throw new ArgumentException($"store {store.Key}: no kind is given", nameof(store));
        Store = store;
        this.time = time;
        this.logger = logger;
        signal = new Signal(time);
        maxBytes = store.Spec.Batch?.MaxBytes?.Bytes ?? 1024 * 1024;
        maxDelay = store.Spec.Batch?.MaxDelay?.Value ?? DefaultMaxDelay;
        concurrency = store.Spec.Batch?.Concurrency ?? kind.DefaultConcurrency;
        maxRecords = store.Spec.Batch?.MaxRecords ?? 5000;
        builder = new RequestBuilder(maxBytes, maxRecords);
        waiting = new WaitingBranches(maxBytes, maxRecords);
        schedule = RetrySchedule.For(store.Spec.Retry);
        slots = new SemaphoreSlim(concurrency, concurrency);
        sink = kind.Build(context with { BranchMemory = BranchMemory });
    }

    /// <summary>The configuration that the worker runs.</summary>
    public StoreConfig Store { get; }

    /// <summary>Whether no branch uses the store any more.</summary>
    public bool IsUnused
    {
        get
        {
            lock (builder)
            {
                return branches.Count == 0;
            }
        }
    }

    /// <summary>Sends what waits without waiting for more.</summary>
    public bool Hurry
    {
        get => hurry;
        set
        {
            hurry = value;
            signal.Raise();
        }
    }

    /// <summary>Why the loop ended, if it ended unexpectedly.</summary>
    public Exception? Failure => failure ?? loop.Exception?.GetBaseException();

    /// <summary>For how long the oldest batch had waited when a request was made, at most since this was asked last.</summary>
    public TimeSpan TakeLongestWait() => TimeSpan.FromTicks(Interlocked.Exchange(ref longestWait, 0));

    /// <summary>Starts the loop.</summary>
    public void Start() => loop = Task.Run(RunAsync);

    /// <summary>Adds a branch.</summary>
    public void Attach(Branch branch)
    {
        var attached = new WaitingBranch(branch);
        lock (builder)
        {
            branches[branch] = attached;
            branch.Filled = (bytes, records) =>
            {
                if (waiting.Add(attached, bytes, records))
                {
                    signal.Raise();
                }
            };
        }

        waiting.Add(attached, 0, 0);
        signal.Raise();
    }

    /// <summary>Removes a branch: nothing is taken from its queue from now on; what is on the wire goes on.</summary>
    public void Detach(Branch branch)
    {
        lock (builder)
        {
            if (branches.Remove(branch, out var attached))
            {
                attached.IsDetached = true;
            }
        }
    }

    /// <summary>
    /// Ends the worker: takes nothing more, gives requests on the wire a while, then gives them up.
    /// </summary>
    public async Task StopAsync(TimeSpan grace)
    {
        await taking.CancelAsync().ConfigureAwait(false);
        await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var finished = AllSlotsAsync();
        await Task.WhenAny(finished, Task.Delay(grace, time)).ConfigureAwait(false);
        await sending.CancelAsync().ConfigureAwait(false);
        await Task.WhenAny(finished, Task.Delay(CancelGrace, time)).ConfigureAwait(false);
        await sink.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync(TimeSpan.Zero).ConfigureAwait(false);

    private long BranchMemory()
    {
        lock (builder)
        {
            return branches.Keys.Sum(b => b.Limit);
        }
    }

    private async Task AllSlotsAsync()
    {
        for (var i = 0; i < concurrency; i++)
        {
            await slots.WaitAsync().ConfigureAwait(false);
        }
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await slots.WaitAsync(taking.Token).ConfigureAwait(false);
                OutgoingRequest request;
                try
                {
                    request = await NextAsync().ConfigureAwait(false);
                }
                catch
                {
                    slots.Release();
                    throw;
                }

                var whole = new SinkRequest(request.Records);
                _ = DeliverAsync(request, whole, TryAsync(whole));
            }
        }
        catch (OperationCanceledException) when (taking.IsCancellationRequested)
        {
            return;
        }
    }

    private async ValueTask<OutgoingRequest> NextAsync()
    {
        while (true)
        {
            var wait = TimeUntilReady();
            if (wait <= TimeSpan.Zero && Take() is { } request)
            {
                return request;
            }

            await signal.WaitAsync(wait <= TimeSpan.Zero ? HeldUpIdle : wait, taking.Token).ConfigureAwait(false);
        }
    }

    private OutgoingRequest? Take()
    {
        lock (builder)
        {
            return builder.Take(waiting);
        }
    }

    private TimeSpan TimeUntilReady()
    {
        var (since, isWorth, isHeldUp) = waiting.Look();

        // Nothing is told when a branch that is held up goes on.
        var idle = isHeldUp ? HeldUpIdle : Idle;
        if (since is not { } oldest)
        {
            return idle;
        }

        var waited = time.GetElapsedTime(oldest);
        if (isWorth || hurry || waited >= maxDelay)
        {
            Volatile.Write(ref longestWait, Math.Max(waited.Ticks, Volatile.Read(ref longestWait)));
            return TimeSpan.Zero;
        }

        return TimeSpan.FromTicks(Math.Min(idle.Ticks, (maxDelay - waited).Ticks));
    }

    private async Task DeliverAsync(OutgoingRequest request, SinkRequest whole, ValueTask<SendResult> firstTry)
    {
        try
        {
            await DeliverPartsAsync(request, whole, firstTry).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (sending.IsCancellationRequested)
        {
            request.Abandon();
        }
        catch (Exception e)
        {
            // The records would wait for ever: the host is told to end.
            Log.LoopFailed(logger, e);
            failure = e;
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task DeliverPartsAsync(OutgoingRequest request, SinkRequest whole, ValueTask<SendResult> pending)
    {
        var rest = new Stack<Subset>();
        var current = new Subset(whole, null);
        var failures = 0;
        var splits = 0;
        while (true)
        {
            var result = await pending.ConfigureAwait(false);
            switch (result.Outcome)
            {
                case SendOutcome.Delivered:
                    if (Settle(request, current, result) is { } unfinished)
                    {
                        rest.Push(unfinished);
                        await WaitAsync(request, BranchState.Unreachable, result, ++failures).ConfigureAwait(false);
                    }
                    else
                    {
                        failures = 0;
                    }

                    break;
                case SendOutcome.TooLarge or SendOutcome.Refused when current.Count == 1:
                    Log.RecordRejected(logger, Store.Key, result.Detail);
                    var fate = result.Outcome == SendOutcome.TooLarge ? ByteFate.DroppedTooLarge : ByteFate.DroppedRejected;
                    request.Refused(current.IndexOf(0), fate, result.Detail ?? "", time.GetTimestamp());
                    break;
                case SendOutcome.TooLarge or SendOutcome.Refused:
                    rest.Push(current.Part(current.Count / 2, current.Count - (current.Count / 2)));
                    rest.Push(current.Part(0, current.Count / 2));
                    if (++splits % SplitsBeforeWaiting == 0)
                    {
                        await WaitAsync(request, BranchState.Misconfigured, result, ++failures).ConfigureAwait(false);
                    }

                    break;
                default:
                    rest.Push(current);
                    var state = result.Outcome == SendOutcome.Misconfigured ? BranchState.Misconfigured : BranchState.Unreachable;
                    await WaitAsync(request, state, result, ++failures).ConfigureAwait(false);
                    break;
            }

            if (!rest.TryPop(out current))
            {
                return;
            }

            pending = TryAsync(current.Request);
        }
    }

    private async ValueTask<SendResult> TryAsync(SinkRequest request)
    {
        try
        {
            return await sink.SendAsync(request, sending.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.SinkFailed(logger, Store.Key, e);
            return SendResult.Retry($"{e.GetType().Name}: {e.Message}");
        }
        catch (OperationCanceledException) when (!sending.IsCancellationRequested)
        {
            return SendResult.Retry("the request was cancelled before it ended");
        }
    }

    private async Task WaitAsync(OutgoingRequest request, BranchState state, SendResult result, int failures)
    {
        foreach (var branch in request.Branches)
        {
            branch.Failed(state, result.Detail);
        }

        var wait = schedule.Wait(failures, result.RetryAfter, Random.Shared.NextDouble());
        Log.WillRetry(logger, Store.Key, failures, wait, result.Detail);
        await Task.Delay(wait, time, sending.Token).ConfigureAwait(false);
    }

    /// <summary>Finishes what a try delivered or rejected.</summary>
    /// <returns>What is to be tried again; null if nothing is.</returns>
    private Subset? Settle(OutgoingRequest request, Subset subset, SendResult result)
    {
        if (result.Rejected is null && result.Unfinished is null)
        {
            subset.Acknowledge(request, 0, subset.Count);
            return null;
        }

        var fates = new byte[subset.Count];
        foreach (var rejected in result.Rejected ?? [])
        {
            fates[rejected.Index] = 1;
            Log.RecordRejected(logger, Store.Key, rejected.Reason);
            request.Refused(subset.IndexOf(rejected.Index), ByteFate.DroppedRejected, rejected.Reason, time.GetTimestamp());
        }

        var unfinished = result.Unfinished is { Count: > 0 } indices ? subset.Select(indices) : (Subset?)null;
        foreach (var index in result.Unfinished ?? [])
        {
            fates[index] = 1;
        }

        for (var i = 0; i < fates.Length; i++)
        {
            if (fates[i] == 0)
            {
                subset.Acknowledge(request, i, 1);
            }
        }

        return unfinished;
    }
}
