using System.Numerics;
using System.Runtime.CompilerServices;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sources.Multiline;

namespace LogOperator.Pipeline.Sources.Files.Lines;

/// <summary>
/// Makes records of the whole lines of a stream that belong together, apart for standard output and error. Lines stay in their chunk until
/// their record is complete or the chunk ends; so those of a record that lies in one chunk are copied once, and a line that is one by itself never.
/// </summary>
/// <param name="options">How lines are joined.</param>
/// <param name="groups">Which of them belong together.</param>
/// <param name="memory">Bounds what is held.</param>
internal sealed class LineGrouper(JoinOptions options, GroupOptions groups, HeldShare memory)
{
    private readonly HeldRecord[] held = [new(memory), new(memory), new(memory)];
    private JoinOutput output = JoinOutput.OfThisThread;
    private bool isAgain;

    /// <summary>Whether the beginning of a record is held, outside of the call that reads a chunk.</summary>
    public bool IsHolding => held[0].Part.IsHeld || held[1].Part.IsHeld || held[2].Part.IsHeld;

    /// <summary>What is held of one stream, outside of the call that reads a chunk.</summary>
    public HeldPart Held(int stream) => held[stream].Part;

    /// <summary>Begins a call.</summary>
    /// <param name="next">Takes the records.</param>
    public void WriteTo(JoinOutput next) => output = next;

    /// <summary>
    /// The next lines were read before a restart, beginning with one that was held at it, so that all of its stream were. Of the other
    /// streams it is not known where a record began: until that is certain again, their records go on a second time rather than not at all.
    /// </summary>
    /// <param name="first">Flags of the first of the lines.</param>
    public void ReadAgain(LineFlags first)
    {
        var isFirstTime = !isAgain;
        isAgain = true;
        held[StreamOf(first)].WasHeld |= isFirstTime;
        foreach (var record in held)
        {
            if (isFirstTime || record.WasHeld)
            {
                record.Possible = groups.Grouping.States;
            }
        }
    }

    /// <summary>The next lines are read for the first time.</summary>
    public void ReadOn()
    {
        foreach (var record in held)
        {
            record.Possible = 0;
        }
    }

    /// <summary>Takes lines of the present chunk, up to the first that is not whole as it stands.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="unusual">Flags of lines that are not.</param>
    /// <returns>Lines taken.</returns>
    public int TakeLines(ReadOnlySpan<Line> lines, LineFlags unusual)
    {
        var taken = 0;
        for (; taken < lines.Length; taken++)
        {
            ref readonly var line = ref lines[taken];
            if ((line.Flags & unusual) != 0 || line.ContentLength > options.MaxBytes || line.IsHole)
            {
                break;
            }

            Take(line);
        }

        return taken;
    }

    /// <summary>Takes a whole line of the present chunk.</summary>
    public void Take(in Line line)
    {
        var record = held[StreamOf(line.Flags)];
        var text = output.Chunk!.Bytes.Slice(line.Content, line.ContentLength);
        var isDoubtful = record.Possible != 0 && IsDoubtful(record, text);
        var state = groups.Grouping.Take(record.State, text, out var continues);
        if (continues)
        {
            NoteEnd(record, state);
            TakeNext(record, line, state);
            return;
        }

        Next(record, isDoubtful);
        if (state == ILineGrouping.Nothing)
        {
            AddAlone(record, line);
        }
        else
        {
            record.State = state;
            record.Add(line);
        }
    }

    /// <summary>Takes a whole line that was joined from parts; the part stays the caller's.</summary>
    public void Take(HeldPart line)
    {
        var record = held[StreamOf(line.Flags)];
        var isDoubtful = record.Possible != 0 && IsDoubtful(record, line.Text);
        var state = groups.Grouping.Take(record.State, line.Text, out var continues);
        if (continues)
        {
            NoteEnd(record, state);
        }

        if (record.Possible != 0 && line.Lines > 1)
        {
            // Its first parts may have gone out before the restart, and what was taken then was another text.
            record.Possible = groups.Grouping.States;
        }

        if (continues && TryAppend(record, line.Text))
        {
            record.Part.Own(line);
            Grow(record, line.FileId, line.End, state);
            return;
        }

        if (!continues)
        {
            Next(record, isDoubtful);
        }

        if (state is ILineGrouping.Nothing or ILineGrouping.Ended)
        {
            output.IsDoubtful = record.IsDoubtful;
            output.Complete(line);
            output.IsDoubtful = false;
            return;
        }

        record.State = state;
        record.Part.Begin(line);
    }

    /// <summary>Completes what is held of a stream: the next line is certainly a record of its own.</summary>
    public void Close(LineFlags stream)
    {
        var record = held[StreamOf(stream)];
        Complete(record);
        if (record.Possible != 0 && !record.WasHeld)
        {
            record.Possible = 1 << ILineGrouping.Nothing;
        }
    }

    /// <summary>As <see cref="Close"/>, where chance decided that the record ends here: it need not have ended here before a restart.</summary>
    public void CloseByChance(LineFlags stream)
    {
        var record = held[StreamOf(stream)];
        if (record.Possible != 0)
        {
            record.IsDoubtful = true;
            record.Possible = groups.Grouping.States;
        }

        Complete(record);
    }

    /// <summary>Copies what still lies in the present chunk, which ends here.</summary>
    public void LeaveChunk()
    {
        foreach (var record in held)
        {
            Copy(record);
        }
    }

    /// <summary>Sends on what is held since a time or longer.</summary>
    public void FlushSince(DateTimeOffset latest)
    {
        foreach (var record in held)
        {
            if (!record.Part.IsHeld || record.Part.Since > latest)
            {
                continue;
            }

            if (groups.Grouping.IsUnfinished(record.State) && !record.Part.IsOverlong)
            {
                output.Send(record.Part, record.Part.Length, LineFlags.Partial);
                record.Clear();
            }
            else
            {
                Complete(record);
            }
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        isAgain = false;
        foreach (var record in held)
        {
            record.Clear();
            (record.Possible, record.WasHeld, record.IsDoubtful) = (0, false, false);
        }
    }

    private static int StreamOf(LineFlags flags) => (int)(flags & (LineFlags.Stdout | LineFlags.Stderr));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TakeNext(HeldRecord record, in Line line, byte state)
    {
        var chunk = output.Chunk!;
        if (record.IsInChunk && FitsInChunk(record, line.ContentLength))
        {
            record.Add(line);
            record.State = state;
            if (state == ILineGrouping.Ended)
            {
                Complete(record);
            }
        }
        else if (TryAppend(record, chunk.Bytes.Slice(line.Content, line.ContentLength)))
        {
            record.Part.Own(chunk.FileId, line.End - line.Start);
            Grow(record, chunk.FileId, chunk.FileOffset + line.End, state);
        }
        else if (state == ILineGrouping.Ended)
        {
            AddAlone(record, line);
        }
        else
        {
            record.State = state;
            record.Add(line);
        }
    }

    /// <summary>Whether a line can be added to others in the chunk without any limit cutting it, also if all of them had to be copied.</summary>
    private bool FitsInChunk(HeldRecord record, int length) =>
        record.Lines.Length < groups.MaxLines && length < options.MaxBytes - record.Length && memory.Fits(record.Length + length + 1);

    /// <summary>
    /// Completes a record because the next line is none of it. Where that line may have continued it before the restart, neither the record
    /// nor what begins here can count as handled.
    /// </summary>
    private void Next(HeldRecord record, bool isDoubtful)
    {
        record.IsDoubtful |= isDoubtful;
        Complete(record);
        record.IsDoubtful = isDoubtful;
    }

    /// <summary>A record that ends here need not have ended here before the restart.</summary>
    private static void NoteEnd(HeldRecord record, byte state)
    {
        if (state == ILineGrouping.Ended && (record.Possible & ~(1 << ILineGrouping.Nothing)) != 0)
        {
            record.IsDoubtful = true;
        }
    }

    /// <summary>
    /// Follows a stream through all states in which it may have been before the restart. The time-out may have sent a record on before any
    /// line, so that nothing was held any more.
    /// </summary>
    /// <returns>Whether the line continued a record in one of them.</returns>
    private bool IsDoubtful(HeldRecord record, ReadOnlySpan<byte> text)
    {
        if (record.WasHeld)
        {
            return true;
        }

        var (next, continuesInAny) = (0, false);
        for (var left = record.Possible | (1U << ILineGrouping.Nothing); left != 0; left &= left - 1)
        {
            var state = groups.Grouping.Take((byte)BitOperations.TrailingZeroCount(left), text, out var continues);
            next |= 1 << (state == ILineGrouping.Ended ? ILineGrouping.Nothing : state);
            continuesInAny |= continues;
        }

        record.Possible = (ushort)next;
        return continuesInAny;
    }

    private void AddAlone(HeldRecord record, in Line line)
    {
        output.IsDoubtful = record.IsDoubtful;
        output.Add(line, line.ContentLength, LineFlags.None, Fate.Live);
        output.IsDoubtful = false;
    }

    /// <summary>Adds a line's text to the record, within the limits; if it does not fit, the record goes out and nothing is held.</summary>
    private bool TryAppend(HeldRecord record, ReadOnlySpan<byte> text)
    {
        Copy(record);
        var part = record.Part;
        var room = options.MaxBytes - part.Length - 1;
        if (part.Lines >= groups.MaxLines || (text.Length > room && options.OnExceed == LineOverflow.Split)
            || !memory.Fits(Math.Min(text.Length, Math.Max(room, 0)) + 1))
        {
            // Where a limit cuts depends on where reading began: what is read again goes on a second time.
            output.IsDoubtful = true;
            if (part.IsOverlong)
            {
                output.Complete(part);
            }
            else
            {
                output.Send(part, part.Length, LineFlags.Partial);
            }

            output.IsDoubtful = false;
            record.Clear();
            return false;
        }

        if (!part.IsOverlong && room >= 0)
        {
            part.Append("\n"u8);
            part.Append(text[..Math.Min(text.Length, room)]);
        }

        part.IsOverlong |= text.Length > room;
        return true;
    }

    private void Grow(HeldRecord record, ulong fileId, long end, byte state)
    {
        record.State = state;
        record.Part.Lines++;
        if (record.Part.FileId == fileId)
        {
            record.Part.End = end;
        }

        if (state == ILineGrouping.Ended)
        {
            Complete(record);
        }
    }

    private void Complete(HeldRecord record)
    {
        if (record.IsInChunk)
        {
            output.IsDoubtful = record.IsDoubtful;
            output.Add(record);
            output.IsDoubtful = false;
            record.Clear();
        }
        else if (record.Part.IsHeld)
        {
            output.IsDoubtful = record.IsDoubtful;
            output.Complete(record.Part);
            output.IsDoubtful = false;
            record.Clear();
        }
    }

    private void Copy(HeldRecord record)
    {
        if (!record.IsInChunk)
        {
            return;
        }

        var chunk = output.Chunk!;
        var part = record.Part;
        var lines = record.Lines;
        part.Begin(chunk.FileId, chunk.FileOffset + lines[0].Start, output.Now, lines[0].Flags, chunk.Bytes.Slice(lines[0].Start, lines[0].TimestampLength));
        foreach (ref readonly var line in lines)
        {
            part.Append(part.Lines > 0 ? "\n"u8 : default);
            part.Append(chunk.Bytes.Slice(line.Content, line.ContentLength));
            part.Own(chunk.FileId, line.End - line.Start);
            part.Lines++;
        }

        part.End = chunk.FileOffset + lines[^1].End;
        record.Leave();
    }
}
