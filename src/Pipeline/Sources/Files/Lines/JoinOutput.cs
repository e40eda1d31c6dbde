using System.Runtime.InteropServices;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Sources.Files.Lines;

/// <summary>
/// The batches that a joiner fills in one call: the present chunk's own, and one for each earlier file in which a record began that is
/// complete now. A thread has one for all joiners, of which there are thousands.
/// </summary>
internal sealed class JoinOutput
{
    [ThreadStatic]
    private static JoinOutput? ofThisThread;

    private readonly List<RecordBatch> batches = new(3);
    private readonly List<int> doubtful = [];
    private JoinOptions? options;
    private RecordBatch? batch;
    private BatchAttributes attributes = BatchAttributes.Empty;

    /// <summary>The thread's own.</summary>
    public static JoinOutput OfThisThread => ofThisThread ??= new();

    /// <summary>The chunk whose lines are being joined.</summary>
    public Chunk? Chunk { get; private set; }

    /// <summary>The chunk's own batch.</summary>
    public RecordBatch Batch => batch!;

    /// <summary>The time of the present call, and the number of the chunk.</summary>
    public (DateTimeOffset Time, long Order) Now { get; private set; }

    /// <summary>Whether what is added now must go on, although its lines were read before.</summary>
    public bool IsDoubtful { get; set; }

    /// <summary>Records of the present call that were made of more than one line.</summary>
    public long Joined { get; private set; }

    /// <summary>Begins without a chunk: only what was held is completed.</summary>
    public void Begin(JoinOptions joining, BatchAttributes common)
    {
        batches.Clear();
        (options, attributes, Joined) = (joining, common, 0);
    }

    /// <summary>Begins with lines of a chunk.</summary>
    public void Begin(JoinOptions joining, Chunk next, BatchAttributes common, (DateTimeOffset Time, long Order) time)
    {
        Begin(joining, common);
        (Chunk, Now) = (next, time);
        doubtful.Clear();
        batch = RecordBatch.Rent(next, next.FileId, common);
    }

    /// <summary>The chunk is done; its batch is the last.</summary>
    public void End()
    {
        batches.Add(batch!);
        (Chunk, batch) = (null, null);
    }

    /// <summary>The batches in the order in which they must be acknowledged. Valid until the next beginning.</summary>
    public ReadOnlySpan<RecordBatch> Take() => CollectionsMarshal.AsSpan(batches);

    /// <summary>Marks what the chunk's own batch holds so far as handled, but for what is doubtful.</summary>
    public void MarkHandled()
    {
        for (var (i, next) = (0, 0); i < Batch.Count; i++)
        {
            if (next < doubtful.Count && doubtful[next] == i)
            {
                next++;
                continue;
            }

            var record = Batch[i];
            record.Fate = Fate.Handled;
        }
    }

    /// <summary>Makes a record of a line, where it was read.</summary>
    public void Add(in Line line, int length, LineFlags flags, Fate fate)
    {
        var offset = Chunk!.FileOffset;
        var body = Slice.OfChunk(line.Content, length);
        var index = batch!.Add(offset + line.Start, offset + line.End, body, Slice.OfChunk(line.Start, line.TimestampLength), line.Flags | flags);
        var record = batch[index];
        record.Fate = fate;
        Note(batch, index);
    }

    /// <summary>Makes a record of lines of the chunk that belong together.</summary>
    public void Add(HeldRecord record)
    {
        var lines = record.Lines;
        var first = lines[0];
        if (lines.Length == 1)
        {
            Add(first, first.ContentLength, LineFlags.None, Fate.Live);
            return;
        }

        var chunk = Chunk!;
        var room = batch!.Arena.Reserve(record.Length);
        var (length, owned) = (0, 0L);
        for (var i = 0; i < lines.Length; i++)
        {
            if (i > 0)
            {
                room[length++] = (byte)'\n';
            }

            ref readonly var line = ref lines[i];
            chunk.Read(line.Content, line.ContentLength).CopyTo(room[length..]);
            length += line.ContentLength;
            owned += line.End - line.Start;
        }

        var end = chunk.FileOffset + lines[^1].End;
        var index = batch.Add(chunk.FileOffset + first.Start, end, batch.Arena.Commit(length), Slice.OfChunk(first.Start, first.TimestampLength), first.Flags);
        batch.SetOwned(index, owned, later: null);
        Note(batch, index);
        Joined++;
    }

    /// <summary>Makes a record of a held part whose end has come.</summary>
    public void Complete(HeldPart part)
    {
        if (part.IsOverlong && options!.OnExceed == LineOverflow.Drop)
        {
            var target = Target(part);
            var index = target.Add(part.Start, part.End, default, default, part.Flags);
            var dropped = target[index];
            dropped.Fate = Fate.TooLong;
            target.SetOwned(index, part.OwnedBytes, part.Later);
            Note(target, index);
        }
        else
        {
            var cut = part.IsOverlong ? part.Length - Utf8Boundary.IncompleteTail(part.Text) : part.Length;
            Send(part, cut, part.IsOverlong ? LineFlags.Truncated : LineFlags.None);
        }
    }

    /// <summary>Makes a record of the first bytes of a held part.</summary>
    public void Send(HeldPart part, int length, LineFlags flags)
    {
        var target = Target(part);
        var body = target.Arena.Append(part.Text[..length]);
        var time = target.Arena.Append(part.Timestamp);
        var index = target.Add(part.Start, part.End, body, time, part.Flags | flags);
        target.SetOwned(index, part.OwnedBytes, part.Later);
        Note(target, index);
        Joined += part.Lines > 1 || part.BeganJoined ? 1 : 0;
    }

    private void Note(RecordBatch target, int index)
    {
        if (IsDoubtful && target == batch)
        {
            doubtful.Add(index);
        }
    }

    /// <summary>The batch that a held part's record goes to: the present one, or one of the file in which it began.</summary>
    private RecordBatch Target(HeldPart part)
    {
        if (batch is not null && part.FileId == batch.FileId)
        {
            return batch;
        }

        foreach (var made in batches)
        {
            if (made.FileId == part.FileId)
            {
                return made;
            }
        }

        var earlier = RecordBatch.Rent(null, part.FileId, attributes);
        batches.Add(earlier);
        return earlier;
    }
}
