using System.Collections.Concurrent;
using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Runtime.Accounting;
using LogOperator.Pipeline.Runtime.Acknowledgement;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Runtime.Routing;

/// <summary>
/// One pipeline's way to one store: a bounded queue in front of the sink, and per stream a tracker of what is acknowledged.
/// Outlives a swap of the pipeline as long as the store stays the same. Readers put in, the sink worker takes out.
/// </summary>
internal sealed class Branch(string pipeline, string store, long limitBytes, CheckpointStore checkpoints, BranchLedger ledger, BufferBudget budget)
{
    private readonly Queue<QueuedBatch> queue = new();
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<string, AckTracker> trackers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Position> parked = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> dropped = new(StringComparer.Ordinal);
    private long limit = limitBytes;
    private long heldBytes;
    private long pendingRecords;
    private long acknowledgedRecords;
    private long acknowledgedBytes;
    private long retries;
    private QueuedBatch? peeked;
    private long deadLettered;
    private BranchState state;
    private string? detail;
    private bool closed;

    /// <summary>Key of the pipeline.</summary>
    public string Pipeline => pipeline;

    /// <summary>Key of the store.</summary>
    public string Store => store;

    /// <summary>The sums of its ledgers.</summary>
    public BranchLedger Ledger => ledger;

    /// <summary>Whether it has ended.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Whether what is put in is delivered; else it is given up at once.</summary>
    public bool TakesMore => !Volatile.Read(ref closed);

    /// <summary>The trackers of its streams.</summary>
    public IEnumerable<AckTracker> Trackers => trackers.Select(t => t.Value);

    /// <summary>Called when something was put into the queue: bytes of text, and records.</summary>
    public Action<int, int> Filled { get; set; } = static (_, _) => { };

    /// <summary>Called when a full branch has room again.</summary>
    public Action Emptied { get; set; } = static () => { };

    /// <summary>Whether one more batch may be put in. A single batch may exceed the limit.</summary>
    public bool HasRoom => WhenFull != WhenFull.Block || HasRoomBeside(Volatile.Read(ref heldBytes));

    /// <summary>What happens when it has no room.</summary>
    public WhenFull WhenFull { get; set; }

    /// <summary>The branch that takes what the store refuses; null if that is dropped.</summary>
    public Branch? DeadLetters { get; set; }

    /// <summary>Bytes of memory that its batches may take.</summary>
    public long Limit
    {
        get => Volatile.Read(ref limit);
        set => Volatile.Write(ref limit, value);
    }

    /// <summary>Records read but not yet acknowledged or dropped.</summary>
    public long PendingRecords => Volatile.Read(ref pendingRecords);

    /// <summary>Whether data moves.</summary>
    public BranchState State => DeadLettersAreStuck ? DeadLetters!.State : state;

    /// <summary>What the store or the network said last, if it was not good.</summary>
    public string? Detail => DeadLettersAreStuck ? $"dead letter store {DeadLetters!.Store}: {DeadLetters.Detail}" : detail;

    /// <summary>Time at which the oldest waiting batch was put in; null if none waits.</summary>
    public long? WaitingSince { get; private set; }

    /// <summary>Bytes of text of the batches that wait in the queue.</summary>
    public long WaitingBytes { get; private set; }

    /// <summary>Records that wait in the queue.</summary>
    public int WaitingRecords { get; private set; }

    /// <summary>
    /// Whether nothing is taken out for now: letters are small and many, and each refused record may make one more of them than there is room for.
    /// </summary>
    public bool IsHeldUp => DeadLetters is { HasRoom: false };

    /// <summary>The tracker of a stream.</summary>
    public AckTracker TrackerOf(string stream) => trackers.GetOrAdd(stream, _ => new AckTracker(checkpoints, ledger));

    /// <summary>Puts a batch in, taking over one reference of the caller's.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="entry">Its place in the tracker.</param>
    /// <param name="bit">The branch's bit in the records.</param>
    /// <param name="count">Records of the batch that the branch takes, at least 1.</param>
    /// <param name="now">Timestamp of the clock.</param>
    public void Enqueue(RecordBatch batch, IFinished entry, ulong bit, int count, long now)
    {
        var queued = new QueuedBatch(this, batch, entry, bit, count, now);
        var added = queued.Hold();
        var isTaken = MakeRoom(added);
        Interlocked.Add(ref heldBytes, queued.Bytes);
        budget.Take(added);
        Interlocked.Add(ref pendingRecords, count);
        if (!isTaken)
        {
            Drop(queued);
            return;
        }

        lock (gate)
        {
            if (!closed)
            {
                queue.Enqueue(queued);
                WaitingSince ??= now;
                WaitingBytes += queued.TextBytes;
                WaitingRecords += count;
                queued = null;
            }
        }

        if (queued is null)
        {
            Filled(batch.TextBytes, count);
        }
        else
        {
            GivenUp(count);
            queued.AbandonUntaken();
        }
    }

    /// <summary>The batch at the head of the queue; it stays there until all of it is <see cref="Taken"/>. None while the branch <see cref="IsHeldUp"/>.</summary>
    public bool TryPeek(out QueuedBatch batch)
    {
        batch = null!;
        lock (gate)
        {
            var any = !IsHeldUp && queue.TryPeek(out batch!);
            peeked = batch;
            return any;
        }
    }

    /// <summary>Notes that records of the head of the queue were taken into a request; the head is removed with its last.</summary>
    public void Taken(QueuedBatch head, int records)
    {
        lock (gate)
        {
            peeked = null;
            WaitingRecords -= records;
            if (head.Untaken == 0)
            {
                queue.Dequeue();
                WaitingBytes -= head.TextBytes;
                WaitingSince = queue.TryPeek(out var next) ? next.Since : null;
            }
        }
    }

    /// <summary>Counts records that the store has acknowledged.</summary>
    public void Acknowledged(int records, long bytes)
    {
        Interlocked.Add(ref pendingRecords, -records);
        Interlocked.Add(ref acknowledgedRecords, records);
        Interlocked.Add(ref acknowledgedBytes, bytes);
        (state, detail) = (BranchState.Flowing, null);
    }

    /// <summary>Counts a record that the dead letter store has acknowledged.</summary>
    public void DeadLettered()
    {
        Interlocked.Decrement(ref pendingRecords);
        Interlocked.Increment(ref deadLettered);
    }

    /// <summary>Counts records that are given up.</summary>
    public void Dropped(string reason, int records)
    {
        Interlocked.Add(ref pendingRecords, -records);
        dropped.AddOrUpdate(reason, records, (_, count) => count + records);
    }

    /// <summary>Counts records that are read again by somebody else, or never.</summary>
    public void GivenUp(int records) => Interlocked.Add(ref pendingRecords, -records);

    /// <summary>Notes a try that failed.</summary>
    public void Failed(BranchState state, string? detail)
    {
        Interlocked.Increment(ref retries);
        (this.state, this.detail) = (state, detail);
    }

    /// <summary>Called by a batch whose last record is finished.</summary>
    /// <param name="bytes">Bytes that it counted against the limit.</param>
    /// <param name="unheld">Bytes that no queue holds any more.</param>
    public void Freed(int bytes, int unheld)
    {
        var left = Interlocked.Add(ref heldBytes, -bytes);
        var hadRoom = HasRoomBeside(left + bytes);
        budget.Free(unheld);
        if (!hadRoom && HasRoomBeside(left))
        {
            Emptied();
        }
    }

    /// <summary>Remembers where reading of a stream stopped, for the cursor that continues.</summary>
    public void Park(string stream, Position position) => parked[stream] = position;

    /// <summary>Where reading of a stream stopped, if it was parked; forgotten with this call.</summary>
    public Position? Unpark(string stream) => parked.TryRemove(stream, out var position) ? position : null;

    /// <summary>Whether everything that was read is finished.</summary>
    public bool IsIdle => Volatile.Read(ref pendingRecords) <= 0 && Trackers.All(t => t.IsIdle);

    /// <summary>
    /// Gives up what waits and takes nothing more; what is on the wire may still be acknowledged. The branch is detached from its worker first.
    /// </summary>
    public void GiveUpWaiting()
    {
        QueuedBatch[] waiting;
        lock (gate)
        {
            closed = true;
            waiting = [.. queue];
            queue.Clear();
            WaitingSince = null;
            WaitingBytes = WaitingRecords = 0;
        }

        foreach (var batch in waiting)
        {
            GivenUp(batch.Untaken);
            batch.AbandonUntaken();
        }
    }

    /// <summary>
    /// Ends the branch: nothing that is still unfinished moves a checkpoint any more, and what waits is given up.
    /// </summary>
    /// <param name="end">What becomes of what is unfinished; null if somebody else reads it again.</param>
    /// <returns>Records that were unfinished.</returns>
    public long Close(ByteFate? end = null)
    {
        var unfinished = PendingRecords;
        GiveUpWaiting();
        foreach (var tracker in trackers.Values)
        {
            tracker.Close(end);
        }

        IsClosed = true;
        budget.Leave();
        Volatile.Write(ref pendingRecords, 0);
        return Math.Max(0, unfinished);
    }

    /// <summary>
    /// Forgets the streams that are not followed any more and of which all is finished: their checkpoints say the same. Nobody may open a
    /// cursor meanwhile.
    /// </summary>
    /// <param name="filesOf">The files of a stream that is followed; null if it is not.</param>
    /// <param name="isGone">Whether one that is not followed will not be soon.</param>
    public void Forget(Func<string, IReadOnlyList<ILogFile>?> filesOf, Func<string, bool> isGone)
    {
        // Without a list of the keys: this is done every second, of all streams of all pipelines.
        foreach (var (stream, tracker) in trackers)
        {
            if (filesOf(stream) is { } files)
            {
                tracker.Fold(files);
            }
            else if (tracker.IsIdle && isGone(stream))
            {
                tracker.Fold([]);
                trackers.TryRemove(stream, out _);
                parked.TryRemove(stream, out _);
            }
        }

        foreach (var (stream, _) in parked)
        {
            if (!trackers.ContainsKey(stream) && filesOf(stream) is null && isGone(stream))
            {
                parked.TryRemove(stream, out _);
            }
        }
    }

    /// <summary>What the branch is doing.</summary>
    /// <param name="files">The ledger of its files.</param>
    /// <param name="lag">How long the oldest unacknowledged bytes have been there.</param>
    public BranchReport Report(in LedgerEntry files, TimeSpan lag) => new()
    {
        Store = store,
        State = State,
        Detail = Detail,
        AcknowledgedRecords = Volatile.Read(ref acknowledgedRecords),
        AcknowledgedBytes = Volatile.Read(ref acknowledgedBytes),
        DeadLetteredRecords = Volatile.Read(ref deadLettered),
        PendingRecords = Math.Max(0, PendingRecords),
        LagBytes = files.Pending,
        LagSeconds = Math.Round(lag.TotalSeconds, 1),
        BufferUse = HasRoomBeside(Volatile.Read(ref heldBytes)) ? Math.Round(Math.Min(1, (double)Volatile.Read(ref heldBytes) / Limit), 2) : 1,
        Ledger = LedgerReports.Of(files),
        Retries = Volatile.Read(ref retries),
        Dropped = new SortedDictionary<string, long>(dropped, StringComparer.Ordinal),
    };

    private bool DeadLettersAreStuck => DeadLetters is { PendingRecords: > 0, state: not (BranchState.Flowing or BranchState.Idle) };

    private bool HasRoomBeside(long held) => held < Limit && budget.Admits(held);

    /// <summary>
    /// Drops what has to give way to a batch. Where others have used up the common room, it gets what the dropped ones had of it: so the branch keeps what it
    /// has, and takes no more.
    /// </summary>
    /// <param name="added">Bytes of the batch that no queue held before.</param>
    /// <returns>Whether the batch is taken; else it is what has to go.</returns>
    private bool MakeRoom(long added)
    {
        if (WhenFull != WhenFull.DropOldest)
        {
            return WhenFull == WhenFull.Block || HasRoomBeside(Volatile.Read(ref heldBytes));
        }

        // Where all that is held is on the wire, the newest takes one batch more than the limit.
        for (var freed = 0L; !HasRoomFor(added, freed) && TakeOldest() is { } oldest;)
        {
            freed += Drop(oldest);
        }

        return true;
    }

    private bool HasRoomFor(long added, long freed) =>
        Volatile.Read(ref heldBytes) is var held && held < Limit && (freed >= added || budget.Admits(held));

    /// <summary>Takes the oldest batch out of the queue; what is being taken into a request stays.</summary>
    private QueuedBatch? TakeOldest()
    {
        lock (gate)
        {
            if (!queue.TryPeek(out var oldest) || oldest == peeked)
            {
                return null;
            }

            queue.Dequeue();
            WaitingBytes -= oldest.TextBytes;
            WaitingRecords -= oldest.Untaken;
            WaitingSince = queue.TryPeek(out var first) ? first.Since : null;
            return oldest;
        }
    }

    private int Drop(QueuedBatch batch)
    {
        Dropped(LedgerReports.NameOf(ByteFate.DroppedFull).Reason, batch.Untaken);
        return batch.DropUntaken(ByteFate.DroppedFull);
    }
}
