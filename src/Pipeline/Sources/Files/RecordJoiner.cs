using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Sources.Files;

/// <summary>
/// Makes records of the lines of one stream, for one pipeline: joins what the runtime or the reading cut, and applies the limit on
/// length. It lives as long as the stream, over rotations. One thread at a time.
/// </summary>
/// <remarks>
/// Every line read becomes a record, or part of one: lines of streams that are not taken, and holes, become records with
/// <see cref="Fate.Filtered"/> (a header, no allocation), those beyond the limit <see cref="Fate.TooLong"/> where that is asked for.
/// A record made of several lines owns all of them, although lines of the other stream may lie in between. If it began in an earlier
/// file, it comes in a batch of that file, with <see cref="Record.End"/> behind the last byte that it owns there; its lines in the later
/// file belong to no record of the later batch, which comes behind.
/// </remarks>
internal sealed class RecordJoiner : IDisposable
{
    private const int NotBroken = -1;
    private const int BrokenUnwanted = -2;
    private readonly JoinOptions options;
    private readonly HeldMemory memory;
    private readonly HeldPart[] held;
    private readonly List<RecordBatch> output = new(3);
    private readonly LineFlags unwanted;
    private RecordBatch? batch;
    private Chunk? chunk;
    private BatchAttributes attributes = BatchAttributes.Empty;
    private DateTimeOffset now;
    private int holding;
    private int brokenOff = NotBroken;

    /// <summary>Makes a joiner that holds nothing.</summary>
    /// <param name="options">How lines become records.</param>
    /// <param name="memory">Bounds what is held; the process's shared bound if left out.</param>
    public RecordJoiner(JoinOptions options, HeldMemory? memory = null)
    {
        this.options = options;
        this.memory = memory ?? HeldMemory.Shared;
        held = [new(this.memory), new(this.memory), new(this.memory)];
        unwanted = (options.Stdout ? LineFlags.None : LineFlags.Stdout) | (options.Stderr ? LineFlags.None : LineFlags.Stderr);
    }

    /// <summary>Whether the beginning of a record waits for its end.</summary>
    public bool IsHolding => holding > 0;

    /// <summary>The file of the oldest part held; 0 if none is.</summary>
    public ulong HeldFileId => Oldest()?.FileId ?? 0;

    /// <summary>Offset in <see cref="HeldFileId"/> of the oldest part held; <see cref="long.MaxValue"/> if none is.</summary>
    public long HeldFrom => Oldest()?.Start ?? long.MaxValue;

    /// <summary>When the oldest part began to be held; null if none is.</summary>
    public DateTimeOffset? HeldSince => Oldest()?.Since;

    /// <summary>Records so far that were made of more than one line.</summary>
    public long Joined { get; private set; }

    /// <summary>Joins the lines of a chunk that begin at an offset or behind it.</summary>
    /// <param name="next">Lines of the stream; must follow what was joined before. The batch retains it.</param>
    /// <param name="from">Offset in the chunk's file.</param>
    /// <param name="common">What the records have in common.</param>
    /// <param name="time">The time, for <see cref="JoinOptions.HoldTimeout"/>.</param>
    /// <returns>
    /// Batches in the order in which they must be acknowledged, each with one reference, the caller's; the last is the chunk's own, those
    /// before it complete records of earlier files. Valid until the next call.
    /// </returns>
    public ReadOnlySpan<RecordBatch> Join(Chunk next, long from, BatchAttributes common, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(next);
        output.Clear();
        (chunk, attributes, now) = (next, common, time);
        batch = RecordBatch.Rent(next, next.FileId, common);
        batch.From = Math.Max(from, next.FileOffset);
        batch.To = next.FileEnd;
        JoinLines(next.Lines[FirstAt(next.Lines, from - next.FileOffset)..]);
        foreach (var part in held)
        {
            if (part.IsHeld && part.FileId == next.FileId)
            {
                part.Reached = next.FileEnd;
            }
        }

        output.Add(batch);
        (chunk, batch) = (null, null);
        return Outcome();
    }

    /// <summary>Sends parts on, marked partial, that have been held for too long.</summary>
    /// <returns>As <see cref="Join"/>; empty if nothing is due.</returns>
    public ReadOnlySpan<RecordBatch> FlushExpired(BatchAttributes common, DateTimeOffset time) =>
        holding == 0 ? [] : FlushSince(time - options.HoldTimeout, common);

    /// <summary>Sends everything held on, marked partial: the stream has ended.</summary>
    /// <returns>As <see cref="Join"/>; empty if nothing was held.</returns>
    public ReadOnlySpan<RecordBatch> Flush(BatchAttributes common) => FlushSince(DateTimeOffset.MaxValue, common);

    /// <summary>Forgets everything held: it will be read again.</summary>
    public void Reset()
    {
        foreach (var part in held)
        {
            Drop(part);
        }

        brokenOff = NotBroken;
    }

    /// <inheritdoc/>
    public void Dispose() => Reset();

    private static int FirstAt(ReadOnlySpan<Line> lines, long offset)
    {
        var (low, high) = (0, lines.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (lines[middle].Start < offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private void JoinLines(ReadOnlySpan<Line> lines)
    {
        var maxBytes = options.MaxBytes;
        var unusual = unwanted | LineFlags.Partial | LineFlags.Malformed;
        var offset = chunk!.FileOffset;
        var target = batch!;
        foreach (ref readonly var line in lines)
        {
            if ((line.Flags & unusual) == 0 && holding == 0 && brokenOff == NotBroken && line.ContentLength <= maxBytes && !LineFramer.IsHole(line))
            {
                target.Add(
                    offset + line.Start,
                    offset + line.End,
                    Slice.OfChunk(line.Content, line.ContentLength),
                    Slice.OfChunk(line.Start, line.TimestampLength),
                    line.Flags);
            }
            else
            {
                JoinUnusual(line);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void JoinUnusual(in Line line)
    {
        // The rest of a line that was read in pieces has no prefix of its own; it belongs where its beginning went.
        var broken = brokenOff;
        var more = (line.Flags & LineFlags.Partial) != 0;
        var isHole = LineFramer.IsHole(line);
        var isUnwanted = broken == BrokenUnwanted || (broken == NotBroken && (line.Flags & unwanted) != 0);
        var stream = broken >= 0 ? broken : (int)(line.Flags & (LineFlags.Stdout | LineFlags.Stderr));
        brokenOff = !more || LineFramer.IsEnded(line) ? NotBroken : isUnwanted ? BrokenUnwanted : stream;
        if (isHole || isUnwanted)
        {
            brokenOff = isHole ? broken : brokenOff;
            Add(line, 0, LineFlags.None, Fate.Filtered);
            return;
        }

        var part = held[stream];
        if (!part.IsHeld && !more)
        {
            if (line.ContentLength <= options.MaxBytes)
            {
                Add(line, line.ContentLength, LineFlags.None, Fate.Live);
                return;
            }

            if (options.OnExceed != LineOverflow.Split)
            {
                AddOverlong(line);
                return;
            }
        }

        if (part.IsHeld && !memory.Fits(Math.Min(line.ContentLength, options.MaxBytes - part.Length)))
        {
            Send(part, part.Length, LineFlags.Partial);
            Drop(part);
        }

        if (!part.IsHeld)
        {
            Begin(part, line, chunk!.FileOffset + line.Start);
            holding++;
        }

        Extend(part, line);
        if (!more)
        {
            Complete(part);
        }
    }

    private void Begin(HeldPart part, in Line line, long start) =>
        part.Begin(chunk!.FileId, start, now, line.Flags, chunk.Bytes.Slice(line.Start, line.TimestampLength));

    /// <summary>Adds a line to a held part and keeps to the limit.</summary>
    private void Extend(HeldPart part, in Line line)
    {
        var content = chunk!.Bytes.Slice(line.Content, line.ContentLength);
        if (options.OnExceed == LineOverflow.Split)
        {
            content = content[Split(part, line)..];
        }
        else if (content.Length > options.MaxBytes - part.Length)
        {
            content = content[..(options.MaxBytes - part.Length)];
            part.IsOverlong = true;
        }

        part.Append(content);
        part.Lines++;
        if (part.FileId == chunk.FileId)
        {
            part.End = chunk.FileOffset + line.End;
        }
    }

    /// <summary>
    /// Sends the held part on until what is left of the line fits. It is cut where a line ends, so that the rest has an offset of its own;
    /// inside a line only where that alone is beyond the limit.
    /// </summary>
    /// <returns>Bytes of the line's content that went on.</returns>
    private int Split(HeldPart part, in Line line)
    {
        var content = chunk!.Bytes.Slice(line.Content, line.ContentLength);
        var sent = 0;
        var isOwn = part.Lines == 0;
        while (content.Length - sent > options.MaxBytes - part.Length)
        {
            if (isOwn)
            {
                var taken = options.MaxBytes - part.Length;
                part.Append(content.Slice(sent, taken));
                sent += taken;
            }

            var cut = part.Length - Utf8Boundary.IncompleteTail(part.Text);
            cut = cut == 0 ? part.Length : cut;
            var next = chunk.FileOffset + (isOwn ? line.Content + sent - (part.Length - cut) : line.Start);
            if (part.FileId == chunk.FileId)
            {
                part.End = next;
            }

            Send(part, cut, LineFlags.Partial);
            part.RemoveFirst(cut);
            Begin(part, line, next);
            isOwn = true;
        }

        return sent;
    }

    private void Complete(HeldPart part)
    {
        if (part.IsOverlong && options.OnExceed == LineOverflow.Drop)
        {
            var target = Target(part);
            var dropped = target[target.Add(part.Start, part.End, default, default, part.Flags)];
            dropped.Fate = Fate.TooLong;
        }
        else
        {
            var cut = part.IsOverlong ? part.Length - Utf8Boundary.IncompleteTail(part.Text) : part.Length;
            Send(part, cut, part.IsOverlong ? LineFlags.Truncated : LineFlags.None);
        }

        Drop(part);
    }

    /// <summary>Makes a record of the first bytes of a held part.</summary>
    private void Send(HeldPart part, int length, LineFlags flags)
    {
        var target = Target(part);
        var body = target.Arena.Append(part.Text[..length]);
        var time = target.Arena.Append(part.Timestamp);
        target.Add(part.Start, part.End, body, time, part.Flags | flags);
        Joined += part.Lines > 1 ? 1 : 0;
    }

    /// <summary>The batch that a held part's record goes to: the present one, or one of the file in which it began.</summary>
    private RecordBatch Target(HeldPart part)
    {
        if (batch is not null && part.FileId == batch.FileId)
        {
            return batch;
        }

        foreach (var made in output)
        {
            if (made.FileId == part.FileId)
            {
                return made;
            }
        }

        var earlier = RecordBatch.Rent(null, part.FileId, attributes);
        earlier.From = earlier.To = part.Reached;
        output.Add(earlier);
        return earlier;
    }

    private void Drop(HeldPart part)
    {
        if (part.IsHeld)
        {
            part.Clear();
            holding--;
        }
    }

    private void AddOverlong(in Line line)
    {
        if (options.OnExceed == LineOverflow.Drop)
        {
            Add(line, 0, LineFlags.None, Fate.TooLong);
        }
        else
        {
            Add(line, Utf8Boundary.Cut(chunk!.Bytes.Slice(line.Content, line.ContentLength), options.MaxBytes), LineFlags.Truncated, Fate.Live);
        }
    }

    private void Add(in Line line, int length, LineFlags flags, Fate fate)
    {
        var offset = chunk!.FileOffset;
        var body = Slice.OfChunk(line.Content, length);
        var index = batch!.Add(offset + line.Start, offset + line.End, body, Slice.OfChunk(line.Start, line.TimestampLength), line.Flags | flags);
        var record = batch[index];
        record.Fate = fate;
    }

    private ReadOnlySpan<RecordBatch> FlushSince(DateTimeOffset latest, BatchAttributes common)
    {
        output.Clear();
        attributes = common;
        foreach (var part in held)
        {
            if (part.IsHeld && part.Since <= latest)
            {
                if (part.IsOverlong)
                {
                    Complete(part);
                }
                else
                {
                    Send(part, part.Length, LineFlags.Partial);
                    Drop(part);
                }
            }
        }

        return Outcome();
    }

    private ReadOnlySpan<RecordBatch> Outcome()
    {
        foreach (var made in output)
        {
            foreach (var part in held)
            {
                if (part.IsHeld && part.FileId == made.FileId)
                {
                    made.HeldFrom = Math.Min(made.HeldFrom, part.Start);
                }
            }
        }

        return CollectionsMarshal.AsSpan(output);
    }

    private HeldPart? Oldest()
    {
        HeldPart? oldest = null;
        foreach (var part in held)
        {
            if (part.IsHeld && (oldest is null || IsBefore(part, oldest)))
            {
                oldest = part;
            }
        }

        return oldest;
    }

    /// <summary>Parts of one file compare by offset: they may have been read in one chunk, at the same time.</summary>
    private static bool IsBefore(HeldPart part, HeldPart other) =>
        part.FileId == other.FileId ? part.Start < other.Start : part.Since < other.Since;
}
