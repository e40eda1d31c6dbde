using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Runtime.Accounting;

/// <summary>
/// What became of the bytes of one file for one branch. Two equations hold after every step:
/// <list type="bullet">
/// <item>read so far = skipped + finished below the mark + finished above it + in flight + held;</item>
/// <item>acknowledged so far = skipped + finished below the mark + held at the mark.</item>
/// </list>
/// What was read again and delivered twice makes the right side larger; that surplus is the duplicates. The right side is counted record by
/// record and never computed from the left: were it smaller, bytes would be missing. Belongs to its tracker and is used under its lock.
/// </summary>
internal sealed class FileLedger
{
    private readonly FateBytes before;
    private FateBytes below;
    private FateBytes above;
    private FateBytes confirmed;
    private long markedTo;
    private long markedHeld;
    private bool isNew;
    private long owed;

    /// <summary>Opens the ledger of a file where a branch begins to read it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="checkpoint">Where the branch stands in it.</param>
    /// <param name="owed">Bytes above that place that were acknowledged by this process already.</param>
    public FileLedger(ILogFile file, in Checkpoint checkpoint, long owed)
    {
        (File, FileId) = (file, file.Id);
        this.owed = owed;
        markedTo = ReadTo = Math.Min(checkpoint.Skip, file.Size);
        if (checkpoint.Account is { } account)
        {
            Skipped = account.Skipped;
            markedHeld = Held = account.Held;
            below = account.Finished.Copy();
            before = account.Finished;
            Known = checkpoint.Finished;
            PayOwed(ReadTo);
        }
        else
        {
            Skipped = ReadTo;
            isNew = true;
        }
    }

    /// <summary>The file.</summary>
    public ILogFile File { get; }

    /// <summary>Its identity.</summary>
    public ulong FileId { get; }

    /// <summary>The place of the branch's checkpoint for it; null before there was any.</summary>
    public CheckpointSlot? Slot { get; set; }

    /// <summary>Bytes before the place where the branch began.</summary>
    public long Skipped { get; private set; }

    /// <summary>Offset up to which the file was read.</summary>
    public long ReadTo { get; private set; }

    /// <summary>Bytes before <see cref="ReadTo"/> of lines that wait for the rest of their record.</summary>
    public long Held { get; private set; }

    /// <summary>Bytes of records in the branch's queue or on the wire.</summary>
    public long InFlight { get; private set; }

    /// <summary>Bytes that were delivered more than once, as far as it is known.</summary>
    public long Duplicates { get; private set; }

    /// <summary>What was finished before a restart beyond the place at which reading resumed; null if nothing was, or it is passed.</summary>
    public IReadOnlyList<FinishedRange>? Known { get; private set; }

    /// <summary>Why the file was given up; null while it can be read.</summary>
    public ByteFate? Gone { get; set; }

    /// <summary>Whether nothing read is unfinished.</summary>
    public bool IsIdle => InFlight == 0 && Held == 0;

    /// <summary>Bytes that the store acknowledged beyond the mark: they would be delivered again if the branch ended now.</summary>
    public long AcknowledgedAbove => above[ByteFate.Acknowledged];

    /// <summary>The mark: the place before which everything is finished but what was held at it.</summary>
    public long MarkedTo => markedTo;

    /// <summary>What is finished beyond the mark, as the last checkpoint had it; null for nothing.</summary>
    public IReadOnlyList<FinishedRange>? Finished { get; set; }

    /// <summary>Finished bytes below the mark.</summary>
    public long FinishedBelow => below.Total;

    /// <summary>Notes records that were put into the queue; less than 0 for such as were given up.</summary>
    public void Enqueue(long bytes) => InFlight += bytes;

    /// <summary>Notes the fate of bytes that never reached the queue.</summary>
    public void Post(ByteFate fate, long bytes) => above.Add(fate, bytes);

    /// <summary>Notes that bytes were finished before a restart, and not counted below the mark then.</summary>
    public void Confirm(long bytes)
    {
        owed -= Math.Min(owed, bytes);
        above.Add(ByteFate.Acknowledged, bytes);
        confirmed.Add(ByteFate.Acknowledged, bytes);
    }

    /// <summary>Notes that records left the queue.</summary>
    public void Finish(ByteFate fate, long bytes)
    {
        InFlight -= bytes;
        above.Add(fate, bytes);
    }

    /// <summary>Notes how far the file was read.</summary>
    /// <param name="to">The offset.</param>
    /// <param name="held">Bytes before it that are held.</param>
    public void Reached(long to, long held)
    {
        if (to < ReadTo)
        {
            return;
        }

        (ReadTo, Held) = (to, held);
        if (isNew)
        {
            // What was held where the branch began is its own, although it lies before that place.
            isNew = false;
            Skipped = Math.Max(0, Skipped - Surplus(to));
        }

        PayOwed(to);
    }

    /// <summary>Notes that lines of the file that were held wait no longer, or fewer of them.</summary>
    public void Hold(long held) => Held = held;

    /// <summary>The mark passes bytes: they stay finished from now on, whatever happens.</summary>
    public void Settle(ByteFate fate, long bytes)
    {
        above.Add(fate, -bytes);
        below.Add(fate, bytes);
    }

    /// <summary>The mark passes bytes of several fates.</summary>
    public void Settle(in FateBytes finished)
    {
        above.Subtract(finished);
        below.Add(finished);
    }

    /// <summary>The mark passes a place up to which the file was read.</summary>
    public void Mark(long to, long held)
    {
        if (to < markedTo)
        {
            return;
        }

        (markedTo, markedHeld) = (to, held);
        var surplus = Skipped + below.Total + held - to;
        if (surplus > 0 && !isNew)
        {
            below.Add(ByteFate.Acknowledged, -surplus);
            Duplicates += surplus;
        }
    }

    /// <summary>The mark passes lines that were held at it.</summary>
    public void MarkHeld(long held) => markedHeld = held;

    /// <summary>What a checkpoint at the mark says of the bytes before it; null before the first one was read.</summary>
    public FileAccount? Account() => isNew ? null : new FileAccount(Skipped, markedHeld, below.Copy());

    /// <summary>What this process counted.</summary>
    /// <param name="isReadAgain">Whether what is beyond the mark is about to be read again: only what was acknowledged is counted of it.</param>
    public FateBytes Counted(bool isReadAgain = false)
    {
        var counted = below.Copy();
        if (isReadAgain)
        {
            counted.Add(ByteFate.Acknowledged, above[ByteFate.Acknowledged]);
        }
        else
        {
            counted.Add(above);
            if (Gone is { } reason)
            {
                counted.Add(reason, Math.Max(0, File.Size - ReadTo));
            }
        }

        counted.Subtract(before);
        counted.Subtract(confirmed);
        return counted;
    }

    /// <summary>The ledger as of now.</summary>
    /// <param name="end">Why what is unfinished will never be; null while the branch goes on.</param>
    public LedgerEntry Read(ByteFate? end = null)
    {
        var fates = below.Copy();
        fates.Add(above);
        var duplicates = Duplicates;
        var pending = InFlight + Held;
        if (Surplus(ReadTo) is > 0 and var surplus)
        {
            // A record was delivered again, or is about to be: once it counts as what became of it, and once as a duplicate.
            var delivered = Math.Min(surplus, fates[ByteFate.Acknowledged]);
            fates.Add(ByteFate.Acknowledged, -delivered);
            pending -= Math.Min(pending, surplus - delivered);
            duplicates += surplus;
        }

        var size = end == ByteFate.DroppedDeleted ? ReadTo : Math.Max(File.Size, ReadTo);
        var unread = size - ReadTo;
        if (Gone is { } gone)
        {
            fates.Add(gone, unread);
            unread = 0;
        }

        if (end is { } reason)
        {
            fates.Add(Gone ?? reason, pending + unread);
            (pending, unread) = (0, 0);
        }

        return new LedgerEntry(size, Skipped, fates, pending + unread, duplicates);
    }

    /// <summary>Behind what was known, what could not be kept as ranges is delivered once more.</summary>
    private void PayOwed(long to)
    {
        if (Known is null or [] || Known[^1].To <= to)
        {
            Known = null;
            Duplicates += owed;
            confirmed.Add(ByteFate.Acknowledged, owed);
            owed = 0;
        }
    }

    private long Surplus(long to) => Skipped + below.Total + above.Total + InFlight + Held - to;
}
