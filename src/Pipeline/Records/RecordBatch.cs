using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace LogOperator.Pipeline.Records;

/// <summary>
/// One pipeline's view of a chunk: its records as places in the chunk, plus an arena for what stages changed.
/// Has one owner while it can change (the reader); after the router it is read-only and counted.
/// Batches are pooled: the last <see cref="Release"/> gives the chunk back and the batch to the pool.
/// </summary>
public sealed class RecordBatch
{
    private const int PoolCapacity = 256;
    private const int OwnBytes = 256;
    private static readonly ConcurrentBag<RecordBatch> Pool = [];
    private RecordHeader[] headers = [];
    private Field[] fields = [];
    private int fieldCount;
    private int references;
    private int holders;
    private Chunk? chunk;

    private RecordBatch() => Attributes = BatchAttributes.Empty;

    /// <summary>What all of the batch's records have in common.</summary>
    public BatchAttributes Attributes { get; private set; }

    /// <summary>Counts how often the batch was given back: what belongs to one use does not serve in another.</summary>
    internal int Use { get; private set; }

    /// <summary>Identity of the file that the records come from.</summary>
    public ulong FileId { get; private set; }

    /// <summary>Number of records, whatever their fate.</summary>
    public int Count { get; private set; }

    /// <summary>What records own in later files; null where all begin and end in one.</summary>
    internal List<OwnedElsewhere>? Elsewhere { get; private set; }

    /// <summary>Set by joining if the records stand one directly behind the other; null if they do not, or it is not known.</summary>
    internal ContiguousRecords? Contiguous { get; set; }

    /// <summary>Bits of branches that take every record, beside those that single records are routed to.</summary>
    internal ulong TakenWholeBy { get; set; }

    /// <summary>Scratch memory of the batch.</summary>
    public Arena Arena { get; } = new();

    /// <summary>Bytes of text in the batch: its chunk's and its arena's.</summary>
    public int TextBytes => (chunk?.Length ?? 0) + Arena.Length;

    /// <summary>Bytes of memory that the batch keeps from being used otherwise: far more than its text where that is short.</summary>
    public int RetainedBytes => RetainedAlone + (chunk?.RetainedBytes ?? 0);

    /// <summary>The records' fixed parts.</summary>
    internal ReadOnlySpan<RecordHeader> Headers => headers.AsSpan(0, Count);

    private int RetainedAlone => OwnBytes + Arena.RetainedBytes + (headers.Length * Unsafe.SizeOf<RecordHeader>()) + (fields.Length * Unsafe.SizeOf<Field>());

    /// <summary>The record at an index.</summary>
    public Record this[int index] => new(this, index);

    /// <summary>An empty batch with one reference, the caller's.</summary>
    /// <param name="chunk">The chunk that its slices point into, which the batch retains; null where all bytes go into the arena.</param>
    /// <param name="fileId">Identity of the file.</param>
    /// <param name="attributes">What the records have in common.</param>
    public static RecordBatch Rent(Chunk? chunk, ulong fileId, BatchAttributes attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        if (!Pool.TryTake(out var batch))
        {
            batch = new RecordBatch();
        }

        chunk?.Retain();
        batch.headers = ArrayPool<RecordHeader>.Shared.Rent(chunk?.LineCount ?? 1);
        batch.chunk = chunk;
        batch.FileId = fileId;
        batch.Attributes = attributes;
        batch.references = 1;
        return batch;
    }

    /// <summary>A batch of one record, which is a copy; with one reference, the caller's.</summary>
    internal static RecordBatch CopyOf(Record record)
    {
        var (from, batch) = (record.Batch, Rent(null, record.Batch.FileId, record.Batch.Attributes));
        ref readonly var header = ref from.Header(record.Index);
        batch.Add(header.Start, header.End, batch.Arena.Append(from.Read(header.Body)), batch.Arena.Append(from.Read(header.TimestampText)), header.Flags);
        ref var copy = ref batch.Header(0);
        (copy.TimestampNanos, copy.SeverityNumber, copy.BodyKind, copy.Part, copy.Between) = (header.TimestampNanos, header.SeverityNumber, header.BodyKind, header.Part, header.Between);
        foreach (ref readonly var field in from.FieldsOf(record.Index))
        {
            batch[0].Append(batch.Arena.Append(from.Read(field.Key)), field.Kind, batch.Arena.Append(from.Read(field.Value)));
        }

        return batch;
    }

    /// <summary>Notes that one more queue holds the batch, which does not change any more; pairs with <see cref="Unhold"/>.</summary>
    /// <returns>Bytes of memory that no queue held before: batches share chunks, and queues share batches.</returns>
    internal int Hold() => Interlocked.Increment(ref holders) == 1 ? RetainedAlone + (chunk?.Hold() ?? 0) : 0;

    /// <summary>Notes that a queue does not hold the batch any more.</summary>
    /// <returns>Bytes of memory that no queue holds now.</returns>
    internal int Unhold() => Interlocked.Decrement(ref holders) == 0 ? RetainedAlone + (chunk?.Unhold() ?? 0) : 0;

    /// <summary>Bytes that some of its records own, which follow each other: of a batch of contiguous records only.</summary>
    internal long OwnedBytes(int first, int count) => count == 0 ? 0 : Header(first + count - 1).End - Header(first).Start;

    /// <summary>Adds a reference; pairs with <see cref="Release"/>.</summary>
    public void Retain() => Interlocked.Increment(ref references);

    /// <summary>Gives a reference back; with the last one the batch and its chunk are reused.</summary>
    public void Release()
    {
        var left = Interlocked.Decrement(ref references);
        if (left > 0)
        {
            return;
        }

        if (left < 0)
        {
            throw new InvalidOperationException("a record batch was released more often than it was retained");
        }

        chunk?.Release();
        chunk = null;
        Attributes = BatchAttributes.Empty;
        Arena.Reset();
        GiveBack(ref headers);
        GiveBack(ref fields);
        Count = 0;
        fieldCount = 0;
        Elsewhere = null;
        Contiguous = null;
        TakenWholeBy = 0;
        Use++;
        if (Pool.Count < PoolCapacity)
        {
            Pool.Add(this);
        }
    }

    /// <summary>Appends a record. Owner only.</summary>
    /// <param name="start">Offset in the file of the first byte that the record owns; part of its identity.</param>
    /// <param name="end">Offset in the file just behind the last byte that it owns.</param>
    /// <param name="body">Where its text lies.</param>
    /// <param name="timestampText">Where the runtime's RFC 3339 timestamp lies; empty if there is none.</param>
    /// <param name="flags">Stream and state.</param>
    /// <returns>The new record's index.</returns>
    public int Add(long start, long end, Slice body, Slice timestampText, LineFlags flags)
    {
        if (Count == headers.Length)
        {
            Grow(ref headers, Count, Count + 1);
        }

        ref var header = ref headers[Count];
        header = default;
        header.Start = start;
        header.End = end;
        header.Body = body;
        header.BodyKind = ValueKind.Text;
        header.TimestampText = timestampText;
        header.Flags = flags;
        return Count++;
    }

    /// <summary>Appends a record for each of the chunk's lines, up to the first that is not a record as it stands. Owner only.</summary>
    /// <param name="lines">Lines of the chunk.</param>
    /// <param name="unusual">Flags of lines that are not.</param>
    /// <param name="longest">Most bytes of text of a line that is.</param>
    /// <returns>Records appended.</returns>
    internal int AddLines(ReadOnlySpan<Line> lines, LineFlags unusual, int longest)
    {
        if (headers.Length - Count < lines.Length)
        {
            Grow(ref headers, Count, Count + lines.Length);
        }

        var offset = chunk!.FileOffset;
        var room = headers.AsSpan(Count, lines.Length);
        var added = 0;
        for (; added < lines.Length; added++)
        {
            ref readonly var line = ref lines[added];
            if ((line.Flags & unusual) != 0 || line.ContentLength > longest || line.IsHole)
            {
                break;
            }

            ref var header = ref room[added];
            header = default;
            header.Start = offset + line.Start;
            header.End = offset + line.End;
            header.Body = Slice.OfChunk(line.Content, line.ContentLength);
            header.BodyKind = ValueKind.Text;
            header.TimestampText = Slice.OfChunk(line.Start, line.TimestampLength);
            header.Flags = line.Flags;
        }

        Count += added;
        return added;
    }

    /// <summary>The bytes of a slice. Valid while the caller holds a reference and the batch is unchanged.</summary>
    public ReadOnlySpan<byte> Read(Slice slice)
    {
        if (slice.Length == 0)
        {
            return default;
        }

        return slice.InArena ? Arena.Read(slice.Offset, slice.Length) : chunk!.Read(slice.Offset, slice.Length);
    }

    /// <summary>Says what a record owns that was joined from several lines. Owner only.</summary>
    /// <param name="index">The record.</param>
    /// <param name="ownedBytes">Bytes that it owns in the batch's file.</param>
    /// <param name="later">Bytes that it owns in later files; null for none.</param>
    internal void SetOwned(int index, long ownedBytes, IReadOnlyList<(ulong FileId, long Bytes)>? later)
    {
        ref var header = ref Header(index);
        header.Between = (uint)Math.Clamp(header.End - header.Start - ownedBytes, 0, uint.MaxValue);
        foreach (var (fileId, bytes) in later ?? [])
        {
            (Elsewhere ??= []).Add(new OwnedElsewhere(index, fileId, bytes));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref RecordHeader Header(int index)
    {
        // The array is rented and may be longer than what is in use.
        if ((uint)index >= (uint)Count)
        {
            ThrowNoRecord(index);
        }

        return ref headers[index];
    }

    internal Span<Field> FieldsOf(int index)
    {
        ref var header = ref Header(index);
        return fields.AsSpan(header.FirstField, header.FieldCount);
    }

    /// <summary>Room for the first fields of a record that has none; the caller fills all of it before it does anything else.</summary>
    internal Span<Field> AddFields(int index, int count)
    {
        ref var header = ref Header(index);
        if (header.FieldCount != 0 || count > ushort.MaxValue)
        {
            throw new InvalidOperationException($"expected a record without attributes and at most 65,535 new ones, found {header.FieldCount} and {count}");
        }

        if (fieldCount + count > fields.Length)
        {
            Grow(ref fields, fieldCount, fieldCount + count);
        }

        header.FirstField = fieldCount;
        header.FieldCount = (ushort)count;
        fieldCount += count;
        return fields.AsSpan(header.FirstField, count);
    }

    /// <summary>Room for one more field at the end of a record's run, which moves to the end of the table if something stands behind it.</summary>
    internal ref Field AddField(int index)
    {
        ref var header = ref Header(index);
        if (header.FieldCount == ushort.MaxValue)
        {
            throw new InvalidOperationException("a record cannot have more than 65,535 attributes");
        }

        var atEnd = header.FieldCount == 0 || header.FirstField + header.FieldCount == fieldCount;
        var wanted = fieldCount + (atEnd ? 1 : header.FieldCount + 1);
        if (wanted > fields.Length)
        {
            Grow(ref fields, fieldCount, wanted);
        }

        if (header.FieldCount == 0)
        {
            header.FirstField = fieldCount;
        }
        else if (!atEnd)
        {
            fields.AsSpan(header.FirstField, header.FieldCount).CopyTo(fields.AsSpan(fieldCount));
            header.FirstField = fieldCount;
            fieldCount += header.FieldCount;
        }

        header.FieldCount++;
        return ref fields[fieldCount++];
    }

    [DoesNotReturn]
    private void ThrowNoRecord(int index) => throw new ArgumentOutOfRangeException(nameof(index), $"expected one of {Count} records, found {index}");

    private static void Grow<T>(ref T[] items, int count, int wanted)
    {
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(wanted, items.Length * 2));
        items.AsSpan(0, count).CopyTo(larger);
        GiveBack(ref items);
        items = larger;
    }

    private static void GiveBack<T>(ref T[] items)
    {
        if (items.Length > 0)
        {
            ArrayPool<T>.Shared.Return(items);
            items = [];
        }
    }
}
