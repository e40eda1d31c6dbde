using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Sources.Files.Lines;

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
internal sealed partial class RecordJoiner : IHeldLines, IDisposable
{
    private const int NotBroken = -1;
    private const int BrokenUnwanted = -2;
    private const int Streams = 3;
    private readonly JoinOptions options;
    private readonly HeldShare memory;
    private readonly LineGrouper? grouper;
    private readonly LineFlags unwanted;

    // One for each stream; none before something is held, since most logs never have a line in parts.
    private HeldPart[] held = [];
    private JoinOutput output = JoinOutput.OfThisThread;
    private Chunk? chunk;
    private int holding;
    private long chunks;
    private ulong file;
    private int brokenOff = NotBroken;
    private bool isPassing;

    /// <summary>Makes a joiner that holds nothing.</summary>
    /// <param name="options">How lines become records.</param>
    /// <param name="memory">Bounds what is held; that of the node's own files if left out.</param>
    public RecordJoiner(JoinOptions options, HeldShare? memory = null)
    {
        this.options = options;
        this.memory = memory ?? HeldMemory.Shared.Of("");
        grouper = options.Groups is { } groups ? new LineGrouper(options, groups, this.memory) : null;
        unwanted = (options.Stdout ? LineFlags.None : LineFlags.Stdout) | (options.Stderr ? LineFlags.None : LineFlags.Stderr);
    }

    /// <summary>Whether the beginning of a record waits for its end.</summary>
    public bool IsHolding => holding > 0 || grouper is { IsHolding: true };

    /// <summary>Whether the next lines become records by themselves: nothing that was read before has to do with them.</summary>
    public bool IsFresh => grouper is null && holding == 0 && brokenOff == NotBroken;

    /// <inheritdoc/>
    public ulong HeldFileId => Oldest()?.FileId ?? 0;

    /// <inheritdoc/>
    public long HeldFrom => Oldest()?.Start ?? long.MaxValue;

    /// <inheritdoc/>
    public long HeldBytesIn(ulong fileId)
    {
        var bytes = 0L;
        for (var stream = 0; stream < Streams; stream++)
        {
            bytes += (Held(stream)?.OwnedIn(fileId) ?? 0) + (grouper?.Held(stream).OwnedIn(fileId) ?? 0);
        }

        return bytes;
    }

    /// <summary>Records so far that were made of more than one line.</summary>
    public long Joined { get; private set; }

    /// <summary>Joins the lines of a chunk that begin at an offset or behind it.</summary>
    /// <param name="next">Lines of the stream; must follow what was joined before. The batch retains it.</param>
    /// <param name="from">Offset in the chunk's file.</param>
    /// <param name="common">What the records have in common.</param>
    /// <param name="time">The time, for <see cref="JoinOptions.HoldTimeout"/>.</param>
    /// <param name="handledUpTo">
    /// Lines of the file that end at or before this offset were joined before a restart: what is complete with one of them is
    /// <see cref="Fate.Handled"/>. What was still held then is not, although all of its lines may lie before the offset.
    /// </param>
    /// <param name="places">
    /// Where each stream went on then, if that is known: its lines before are passed over. What is complete behind its place was not, so that it is no
    /// more <see cref="Fate.Handled"/>.
    /// </param>
    /// <returns>
    /// Batches in the order in which they must be acknowledged, each with one reference, the caller's; the last is the chunk's own, those
    /// before it complete records of earlier files. Valid until the thread's next call, of this joiner or another.
    /// </returns>
    public ReadOnlySpan<RecordBatch> Join(Chunk next, long from, BatchAttributes common, DateTimeOffset time, long handledUpTo = 0, StreamPlaces? places = null)
    {
        ArgumentNullException.ThrowIfNull(next);
        chunk = next;
        if (next.FileId != file)
        {
            // A file's last line may lack its newline; what follows in the next one begins with a prefix all the same.
            (file, brokenOff, isPassing) = (next.FileId, NotBroken, false);
        }

        Begin();
        output.Begin(options, next, common, (time, ++chunks));
        var first = LineSearch.FirstAt(next.Lines, from - next.FileOffset);
        var again = Math.Max(first, LineSearch.FirstBehind(next.Lines, handledUpTo - next.FileOffset));
        if (again > first && places is { } known)
        {
            JoinFrom(known, next.Lines[first..again]);
        }
        else if (again > first)
        {
            grouper?.ReadAgain(next.Lines[first].Flags);
            JoinLines(next.Lines[first..again]);
            output.MarkHandled();
        }

        if (again < next.LineCount)
        {
            grouper?.ReadOn();
            isPassing = false;
            JoinLines(next.Lines[again..]);
        }

        grouper?.LeaveChunk();
        output.Batch.Contiguous = ContiguousRecords.Of(output.Batch);
        output.End();
        chunk = null;
        return Take();
    }

    /// <summary>
    /// Sends on what has been held for too long: parts marked partial, and records of several lines marked so if their end certainly has
    /// not come.
    /// </summary>
    /// <returns>As <see cref="Join"/>; empty if nothing is due.</returns>
    public ReadOnlySpan<RecordBatch> FlushExpired(BatchAttributes common, DateTimeOffset time) =>
        IsHolding ? FlushSince(time - options.HoldTimeout, time - (options.Groups?.Timeout ?? default), common) : [];

    /// <summary>Sends everything held on, marked as by <see cref="FlushExpired"/>: the stream has ended.</summary>
    /// <returns>As <see cref="Join"/>; empty if nothing was held.</returns>
    public ReadOnlySpan<RecordBatch> Flush(BatchAttributes common) => FlushSince(DateTimeOffset.MaxValue, DateTimeOffset.MaxValue, common);

    /// <summary>Forgets everything held: it will be read again.</summary>
    public void Reset()
    {
        foreach (var part in held)
        {
            Drop(part);
        }

        grouper?.Reset();
        (brokenOff, isPassing) = (NotBroken, false);
    }

    /// <summary>Whether another joiner holds the same beginnings.</summary>
    public bool HoldsTheSame(RecordJoiner other)
    {
        for (var stream = 0; stream < Streams; stream++)
        {
            if (!HeldPart.AreSame(Held(stream), other.Held(stream))
                || (grouper is not null && other.grouper is not null && !HeldPart.AreSame(grouper.Held(stream), other.grouper.Held(stream))))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => Reset();

    private void JoinLines(ReadOnlySpan<Line> lines)
    {
        var unusual = unwanted | LineFlags.Partial | LineFlags.Malformed;
        while (!lines.IsEmpty)
        {
            var usual = holding > 0 || brokenOff != NotBroken ? 0
                : grouper is not null ? grouper.TakeLines(lines, unusual)
                : output.Batch.AddLines(lines, unusual, options.MaxBytes);
            if (usual == lines.Length)
            {
                return;
            }

            JoinUnusual(lines[usual]);
            lines = lines[(usual + 1)..];
        }
    }

    private void JoinUnusual(in Line line)
    {
        // The rest of a line that was read in pieces has no prefix of its own; it belongs where its beginning went.
        var broken = brokenOff;
        var more = (line.Flags & LineFlags.Partial) != 0;
        var isHole = line.IsHole;
        var isUnwanted = broken == BrokenUnwanted || (broken == NotBroken && (line.Flags & unwanted) != 0);
        var stream = broken >= 0 ? broken : (int)(line.Flags & (LineFlags.Stdout | LineFlags.Stderr));
        brokenOff = !more || LineFramer.IsEnded(line) ? NotBroken : isUnwanted ? BrokenUnwanted : stream;
        if (isHole || isUnwanted)
        {
            brokenOff = isHole ? broken : brokenOff;
            output.Add(line, 0, LineFlags.None, Fate.Filtered);
            return;
        }

        if (!more && Held(stream) is not { IsHeld: true })
        {
            if (line.ContentLength <= options.MaxBytes)
            {
                AddWhole(line);
                return;
            }

            if (options.OnExceed != LineOverflow.Split)
            {
                AddOverlong(line);
                return;
            }
        }

        if (held.Length == 0)
        {
            held = [new(memory), new(memory), new(memory)];
        }

        var part = held[stream];
        if (part.IsHeld && !memory.Fits(Math.Min(line.ContentLength, options.MaxBytes - part.Length)))
        {
            SendForRoom(part);
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
        else if (!memory.Fits(0))
        {
            SendForRoom(part);
        }
    }

    private void Begin()
    {
        output = JoinOutput.OfThisThread;
        grouper?.WriteTo(output);
    }

    private ReadOnlySpan<RecordBatch> Take()
    {
        Joined += output.Joined;
        return output.Take();
    }

    private HeldPart? Held(int stream) => held.Length == 0 ? null : held[stream];

    private void Begin(HeldPart part, in Line line, long start) =>
        part.Begin(chunk!.FileId, start, output.Now, line.Flags, chunk.Bytes.Slice(line.Start, line.TimestampLength));

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
        part.Own(chunk.FileId, chunk.FileOffset + line.End - (part.Lines == 0 ? part.Start : chunk.FileOffset + line.Start));
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

            if (isOwn)
            {
                part.Own(chunk.FileId, next - part.Start);
            }

            Send(part, cut);
            part.RemoveFirst(cut);
            Begin(part, line, next);
            isOwn = true;
        }

        return sent;
    }

    private void Complete(HeldPart part)
    {
        if (grouper is not null && !part.IsOverlong && (part.Flags & LineFlags.Malformed) == 0)
        {
            grouper.Take(part);
        }
        else
        {
            grouper?.Close(part.Flags);
            output.Complete(part);
        }

        Drop(part);
    }

    /// <summary>Makes a record of the first bytes of a held part; what is cut belongs to no other line.</summary>
    private void Send(HeldPart part, int length)
    {
        grouper?.Close(part.Flags);
        output.Send(part, length, LineFlags.Partial);
    }

    /// <summary>Sends a part on because too much is held, which need not have been so when it was read before.</summary>
    private void SendForRoom(HeldPart part)
    {
        grouper?.CloseByChance(part.Flags);
        output.IsDoubtful = true;
        output.Send(part, part.Length, LineFlags.Partial);
        output.IsDoubtful = false;
        Drop(part);
    }

    private void Drop(HeldPart part)
    {
        if (part.IsHeld)
        {
            part.Clear();
            holding--;
        }
    }

    private void AddWhole(in Line line)
    {
        if (grouper is not null && (line.Flags & LineFlags.Malformed) == 0)
        {
            grouper.Take(line);
        }
        else
        {
            grouper?.Close(line.Flags);
            output.Add(line, line.ContentLength, LineFlags.None, Fate.Live);
        }
    }

    private void AddOverlong(in Line line)
    {
        grouper?.Close(line.Flags);
        if (options.OnExceed == LineOverflow.Drop)
        {
            output.Add(line, 0, LineFlags.None, Fate.TooLong);
        }
        else
        {
            var length = Utf8Boundary.Cut(chunk!.Bytes.Slice(line.Content, line.ContentLength), options.MaxBytes);
            output.Add(line, length, LineFlags.Truncated, Fate.Live);
        }
    }

    private ReadOnlySpan<RecordBatch> FlushSince(DateTimeOffset latestPart, DateTimeOffset latestRecord, BatchAttributes common)
    {
        Begin();
        output.Begin(options, common);
        foreach (var part in held)
        {
            if (part.IsHeld && part.Since <= latestPart)
            {
                if (part.IsOverlong)
                {
                    Complete(part);
                }
                else
                {
                    Send(part, part.Length);
                    Drop(part);
                }
            }
        }

        grouper?.FlushSince(latestRecord);
        return Take();
    }

    private HeldPart? Oldest()
    {
        HeldPart? oldest = null;
        for (var stream = 0; stream < Streams; stream++)
        {
            oldest = HeldPart.Older(HeldPart.Older(oldest, Held(stream)), grouper?.Held(stream));
        }

        return oldest;
    }
}
