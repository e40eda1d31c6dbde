using System.Numerics;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Runtime.Accounting;
using LogOperator.Pipeline.Runtime.Acknowledgement;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Lines;

namespace LogOperator.Pipeline.Runtime.Reading;

/// <summary>
/// A pipeline's place in a stream, for those of its branches that stand there. Branches travel together while they have room; a full one
/// is split off and catches up on its own. Used by one thread at a time (<see cref="ReaderClaim"/>).
/// </summary>
internal sealed partial class StreamCursor : IDisposable
{
    // Of one batch at a time: there are thousands of cursors, and few readers.
    [ThreadStatic]
    private static BatchAccount? readersAccount;

    private readonly StreamLane lane;
    private readonly IFileSource source;
    private readonly RecordJoiner joiner;
    private readonly ulong laterFileId;
    private readonly long laterSkip;
    private StreamPlaces? laterPlaces;

    // Where it began, until it is at the later file: what lies before that was read and emitted, and is only read again.
    private Position? returning;
    private readonly FilesAhead ahead = new();
    private readonly AckTracker?[] trackers;
    private ReaderClaim claim;
    private HoldClock age;
    private ulong branches;
    private bool counts;
    private bool isAtEnd;
    private ILogFile? file;
    private ulong wantedFileId;
    private long offset;
    private long skip;

    // Where each stream goes on below the skip; null where that is not known.
    private StreamPlaces? places;

    // The new cursor for branches that were full, while the reader waits for bytes: whoever takes this one away takes that one with it.
    private StreamCursor? leaving;
    private BatchAttributes? attributes;
    private long attributesVersion;

    /// <summary>Opens a cursor at a position.</summary>
    /// <param name="pipeline">The pipeline that processes what is read.</param>
    /// <param name="lane">The stream's lane.</param>
    /// <param name="source">The source through which the stream was found.</param>
    /// <param name="position">Where to begin.</param>
    /// <param name="branches">Bits of the branches that stand here.</param>
    /// <param name="counts">Whether this cursor counts what is read: one of a pipeline's cursors in a stream does.</param>
    public StreamCursor(RunningPipeline pipeline, StreamLane lane, IFileSource source, Position position, ulong branches, bool counts)
    {
        Pipeline = pipeline;
        this.lane = lane;
        this.source = source;
        this.branches = branches;
        this.counts = counts;
        joiner = new RecordJoiner(source.Joining, HeldMemory.Shared.Of(lane.Stream.Namespace.Length > 0 ? lane.Stream.Namespace : pipeline.Config.Namespace));
        trackers = new AckTracker?[pipeline.Branches.Count];
        (wantedFileId, offset, skip, laterFileId, laterSkip) = position;
        (places, laterPlaces, returning) = (position.Places, position.LaterPlaces, laterFileId != 0 ? position : null);
        left = position.Left;
    }

    /// <summary>The pipeline.</summary>
    public RunningPipeline Pipeline { get; }

    /// <summary>Who may touch it.</summary>
    public ref ReaderClaim Claim => ref claim;

    /// <summary>Whether everything there is was read and emitted.</summary>
    public bool IsAtEnd => isAtEnd || Pipeline.IsPaused;

    /// <summary>Whether it is waiting for the turn that others of its lane have had. The lane's to know.</summary>
    public bool IsPostponed { get; set; }

    private static BatchAccount Account => readersAccount ??= new();

    /// <summary>Reads and emits one chunk.</summary>
    /// <param name="split">A new cursor for branches that were full, to stand in the same lane; null if none was.</param>
    /// <returns>Whether there is more to do at once.</returns>
    public bool Step(out StreamCursor? split)
    {
        split = null;
        if (ahead.Keep(lane.Stream.Files, file))
        {
            Claim.Wait();
            Pipeline.Settle(lane.Stream);
            if (!Claim.TryResume())
            {
                return false;
            }
        }

        var full = Pipeline.FullBranches(branches);
        var mayRead = !Pipeline.IsPaused && full != branches;
        age.Set(mayRead, Pipeline.Now);
        ahead.Stall(mayRead ? null : file ?? (lane.Stream.Files is [var first, ..] ? first : null));
        if (Pipeline.IsPaused)
        {
            return false;
        }

        if (full == branches)
        {
            Pipeline.WakeWhenThereIsRoom(lane, branches);
            return false;
        }

        if (full != 0)
        {
            split = new StreamCursor(Pipeline, lane, source, Here, full, counts: false);
            split.ahead.Keep(lane.Stream.Files, null);
            branches &= ~full;
        }

        if (file is null && !Begin())
        {
            isAtEnd = true;
            return false;
        }

        // Asked before reading: whatever was written before the file ended is read now.
        var (isFinished, size) = (file!.IsFinished, file.Size);
        Chunk? chunk;
        leaving = split;
        Claim.Wait();
        try
        {
            chunk = SharedReads.OfThisThread.Read(file, offset);
        }
        catch (IOException e)
        {
            if (!Claim.TryResume())
            {
                return false;
            }

            leaving = null;
            isAtEnd = false;
            Pipeline.ReadFailed(file.Path, e);
            return !lane.Stream.Files.Contains(file) && PassOver(size);
        }

        if (!Claim.TryResume())
        {
            chunk?.Release();
            return false;
        }

        leaving = null;
        if (chunk is null)
        {
            return EndOfFile(isFinished, size);
        }

        isAtEnd = false;
        var isNew = chunk.FileEnd > skip;
        if (counts && isNew)
        {
            Pipeline.Counters.Read(chunk.FileEnd - offset, chunk.LineCount - Math.Max(0, chunk.LineAt(offset)));
        }

        Take(chunk);
        chunk.Release();
        FlushExpired();
        isAtEnd = !isFinished && file.IsReadUpTo(offset) && !joiner.IsHolding && GrownBehind is null;
        return !isAtEnd;
    }

    /// <summary>Makes records of a chunk and hands them on; another cursor may have made them already.</summary>
    private void Take(Chunk chunk)
    {
        var (from, common) = (offset, Common());
        var mayShare = from >= skip && joiner.IsFresh;
        offset = chunk.FileEnd;
        if (mayShare && SharedReads.OfThisThread.Find(chunk, from, source.Joining, common) is { } shared && IsTakenWhole(shared))
        {
            shared.Retain();
            EmitKnown(shared);
            Reached();
            return;
        }

        var joinedBefore = joiner.Joined;
        var batches = joiner.Join(chunk, from, common, age.Of(Pipeline.Now), handledUpTo: from < skip ? skip : 0, places);
        // Another cursor that gets the batch does not join for itself: nothing may be joined or held.
        if (mayShare && joiner.IsFresh && joiner.Joined == joinedBefore && batches is [var own] && IsTakenWhole(own))
        {
            SharedReads.OfThisThread.Add(chunk, from, source.Joining, common, own);
        }

        Emit(batches, joinedBefore);
    }

    /// <summary>What the records have in common; asked again when that may have changed.</summary>
    private BatchAttributes Common()
    {
        var version = source.AttributesVersion;
        if (attributes is null || attributesVersion != version)
        {
            (attributes, attributesVersion) = (source.AttributesOf(lane.Stream), version);
        }

        return attributes;
    }

    private bool IsTakenWhole(RecordBatch batch)
    {
        Account.KnowingBranches = Know(batch.FileId);
        return Pipeline.Processing.TakesWhole(batch, Account);
    }

    /// <summary>Leaves the place in every branch, for the cursor that continues.</summary>
    public void Park()
    {
        var here = Here;
        foreach (var branch in Pipeline.BranchesOf(branches))
        {
            branch.Park(lane.Stream.Key, here);
        }

        leaving?.Park();
    }

    /// <summary>Gives up what is held to be joined, and the files.</summary>
    public void Dispose()
    {
        joiner.Dispose();
        ahead.Dispose();
        leaving?.Dispose();
    }

    /// <summary>Takes the first file to be read; those before it are finished for this cursor.</summary>
    private bool Begin()
    {
        file = FirstFile();
        foreach (var earlier in file is null ? [] : lane.Stream.Files)
        {
            if (earlier == file)
            {
                break;
            }

            ahead.LetGo(earlier);
        }

        left ??= laterFileId == 0 ? DoneBefore() : null;
        OpenLedgers();
        return file is not null;
    }

    private ILogFile? FirstFile()
    {
        var files = lane.Stream.Files;
        if (files.Count == 0)
        {
            return null;
        }

        if (wantedFileId != 0 && files.FirstOrDefault(f => f.Id == wantedFileId) is { } wanted)
        {
            return wanted;
        }

        (returning, left) = (null, null);
        var here = Pipeline.ResumeOf(lane.Stream, branches);
        (offset, skip, places) = (here.Offset, here.Skip, here.Places);
        return files.FirstOrDefault(f => f.Id == here.FileId) ?? files[0];
    }

    private bool EndOfFile(bool isFinished, long size)
    {
        var next = NextFile();
        if (isFinished && next is not null)
        {
            GoOn(next, size);
            return true;
        }

        if (joiner.IsHolding && isFinished)
        {
            var joinedBefore = joiner.Joined;
            Emit(joiner.Flush(Common()), joinedBefore);
        }

        FlushExpired();
        if (isFinished && !joiner.IsHolding)
        {
            ahead.LetGo(file!);
        }

        if (!joiner.IsHolding && GrownBehind is { } old)
        {
            GoBack(old);
            return true;
        }

        isAtEnd = !joiner.IsHolding;
        return false;
    }

    /// <summary>Sends on what has been held for too long, also while there is always more to read.</summary>
    private void FlushExpired()
    {
        if (!joiner.IsHolding)
        {
            return;
        }

        var joinedBefore = joiner.Joined;
        var batches = joiner.FlushExpired(Common(), age.Of(Pipeline.Now));
        if (!batches.IsEmpty)
        {
            Emit(batches, joinedBefore);
        }
    }

    /// <summary>Goes on behind a file that was given up unread: it will never be readable again.</summary>
    private bool PassOver(long size)
    {
        if (NextFile() is not { } next)
        {
            isAtEnd = true;
            return false;
        }

        GoOn(next, size);
        return true;
    }

    /// <summary>Goes on with another file. One that came only now has to be kept, and what is passed over of it noted: the next step does that first.</summary>
    private void GoOn(ILogFile next, long size)
    {
        if (ahead.HasSeen(lane.Stream.Files))
        {
            GoTo(next, size);
        }
    }

    private void GoTo(ILogFile next, long size)
    {
        ahead.LetGo(file!);
        left = new(file!, offset, size);
        file = next;
        if (interrupted is { } later && later.File == next)
        {
            (offset, skip, places, interrupted) = (later.Offset, later.Offset, null, null);
            OpenLedgers();
            Reached();
            return;
        }

        (offset, skip, places) = PlaceIn(file);
        OpenLedgers();
    }

    private ILogFile? NextFile()
    {
        var files = lane.Stream.Files;
        for (var i = 0; i < files.Count; i++)
        {
            if (files[i] == file)
            {
                return i + 1 < files.Count ? files[i + 1] : null;
            }
        }

        return files.FirstOrDefault(f => f != file && ahead.Contains(f));
    }

    /// <summary>Processes what the joiner made and hands it to the branches.</summary>
    /// <param name="batches">The joiner's batches; their references are taken over.</param>
    /// <param name="joinedBefore">Records that the joiner had joined before.</param>
    private void Emit(ReadOnlySpan<RecordBatch> batches, long joinedBefore)
    {
        if (counts)
        {
            Pipeline.Counters.Joined(joiner.Joined - joinedBefore);
        }

        foreach (var batch in batches)
        {
            Emit(batch);
        }

        Reached();
    }

    private void Emit(RecordBatch batch)
    {
        Account.KnowingBranches = Know(batch.FileId);
        EmitKnown(batch);
    }

    /// <summary>Hands on a batch of which is known already what the branches know of it.</summary>
    private void EmitKnown(RecordBatch batch)
    {
        Pipeline.Processing.Process(batch, branches, counts, Account);
        for (var left = branches; left != 0; left &= left - 1)
        {
            Enqueue(batch, BitOperations.TrailingZeroCount(left));
        }

        batch.Release();
    }

    /// <summary>Asks which branches have finished records of a file beyond the place where reading resumed.</summary>
    private ulong Know(ulong fileId)
    {
        var knowing = 0UL;
        for (var left = branches; left != 0; left &= left - 1)
        {
            var index = BitOperations.TrailingZeroCount(left);
            Account.Known[index] = TrackerOf(index).KnownOf(fileId);
            knowing |= Account.Known[index] is null ? 0 : 1UL << index;
        }

        return knowing;
    }

    /// <summary>Tells the trackers how far the file is read.</summary>
    private void Reached()
    {
        // What is read again, to complete what was held, is finished already: the checkpoint does not go back.
        var isAgain = offset < skip;
        var reached = isAgain ? Math.Max(offset, Math.Min(skip, file!.Size)) : offset;
        var goingOn = PlacesAtMark();
        for (var left = branches; left != 0; left &= left - 1)
        {
            TrackerOf(BitOperations.TrailingZeroCount(left)).Reached(file!, reached, joiner, isAgain && offset < file!.Size, goingOn);
        }
    }

    private void OpenLedgers()
    {
        for (var left = file is null ? 0 : branches; left != 0; left &= left - 1)
        {
            TrackerOf(BitOperations.TrailingZeroCount(left)).Open(file!, skip);
        }
    }

    // While a cursor is open its stream is followed, and its branches keep the trackers.
    private AckTracker TrackerOf(int branch) => trackers[branch] ??= Pipeline.Branches[branch].TrackerOf(lane.Stream.Key);

    private void Enqueue(RecordBatch batch, int index)
    {
        var branch = Pipeline.Branches[index];
        var tracker = TrackerOf(index);
        Account.Post(index, tracker);
        var count = Account.RecordsOf(index);
        if (count > 0)
        {
            var bit = 1UL << index;
            batch.Retain();
            branch.Enqueue(batch, tracker.Begin(batch, bit, count, Account.BytesOf(index)), bit, count, Pipeline.Timestamp);
        }
    }
}
