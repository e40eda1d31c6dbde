namespace LogOperator.Pipeline.Records;

/// <summary>
/// A view of one record of a batch. Changing it is the right of the batch's owner alone. What it returns stays valid while the batch
/// is held; a write may move bytes, but what was read before stays readable.
/// </summary>
public readonly ref struct Record
{
    private readonly RecordBatch batch;
    private readonly int index;

    internal Record(RecordBatch batch, int index)
    {
        this.batch = batch;
        this.index = index;
    }

    /// <summary>The batch that holds the record.</summary>
    public RecordBatch Batch => batch;

    /// <summary>Place in the batch.</summary>
    public int Index => index;

    /// <summary>Identity, stable over retries and restarts.</summary>
    public RecordId Id => new(batch.FileId, Header.Start, Header.Part);

    /// <summary>Offset in the file of the first byte that the record owns.</summary>
    public long Start => Header.Start;

    /// <summary>Offset in the file just behind the last byte that the record owns.</summary>
    public long End => Header.End;

    /// <summary>
    /// Bytes of the file that the record owns: less than from <see cref="Start"/> to <see cref="End"/> where lines of other records stand between
    /// its own. What it owns in later files stands in the batch.
    /// </summary>
    public long OwnedBytes => Header.End - Header.Start - Header.Between;

    /// <summary>Stream and state of the line.</summary>
    public LineFlags Flags => Header.Flags;

    /// <summary>What the stages decided so far.</summary>
    public Fate Fate
    {
        get => Header.Fate;
        set => Header.Fate = value;
    }

    /// <summary>The branches that take the record, one bit each; set by the router.</summary>
    public ulong Branches
    {
        get => Header.Branches | batch.TakenWholeBy;
        set => Header.Branches = value;
    }

    /// <summary>The body; text as long as no stage changed it.</summary>
    public Value Body => new(Header.BodyKind, batch.Read(Header.Body));

    /// <summary>Where the body lies.</summary>
    public Slice BodySlice => Header.Body;

    /// <summary>Severity number of the OpenTelemetry log data model, 1 to 24; 0 if not known.</summary>
    public byte SeverityNumber
    {
        get => Header.SeverityNumber;
        set => Header.SeverityNumber = value;
    }

    /// <summary>Nanoseconds since 1970 where a stage set the time; 0 where the runtime's own (<see cref="TimestampText"/>) holds.</summary>
    public long TimestampNanos
    {
        get => Header.TimestampNanos;
        set => Header.TimestampNanos = value;
    }

    /// <summary>The runtime's RFC 3339 timestamp as it stood in the line; empty if there is none.</summary>
    public ReadOnlySpan<byte> TimestampText => batch.Read(Header.TimestampText);

    /// <summary>Number of the record's own attributes.</summary>
    public int AttributeCount => Header.FieldCount;

    private ref RecordHeader Header => ref batch.Header(index);

    /// <summary>Points the body at bytes that are in the batch already.</summary>
    public void SetBody(ValueKind kind, Slice slice)
    {
        ref var header = ref Header;
        header.Body = slice;
        header.BodyKind = kind;
    }

    /// <summary>Copies a new body into the batch.</summary>
    public void SetBody(ValueKind kind, ReadOnlySpan<byte> bytes) => SetBody(kind, batch.Arena.Append(bytes));

    /// <summary>Name of an attribute.</summary>
    public ReadOnlySpan<byte> KeyAt(int position) => batch.Read(batch.FieldsOf(index)[position].Key);

    /// <summary>Value of an attribute.</summary>
    public Value ValueAt(int position)
    {
        ref var field = ref batch.FieldsOf(index)[position];
        return new Value(field.Kind, batch.Read(field.Value));
    }

    /// <summary>Where the value of an attribute lies.</summary>
    public Slice SliceAt(int position) => batch.FieldsOf(index)[position].Value;

    /// <summary>Position of the record's own attribute of that name, or −1.</summary>
    public int IndexOf(ReadOnlySpan<byte> key)
    {
        var fields = batch.FieldsOf(index);
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i].Key.Length == key.Length && batch.Read(fields[i].Key).SequenceEqual(key))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The record's own attribute of that name, or an absent value.</summary>
    public Value Find(ReadOnlySpan<byte> key)
    {
        var position = IndexOf(key);
        return position < 0 ? default : ValueAt(position);
    }

    /// <summary>Sets an attribute to bytes that are in the batch already; replaces one of the same name.</summary>
    public void Set(ReadOnlySpan<byte> key, ValueKind kind, Slice value)
    {
        var position = IndexOf(key);
        if (position >= 0)
        {
            ref var field = ref batch.FieldsOf(index)[position];
            field = field with { Value = value, Kind = kind, Proof = FieldProof.None };
            return;
        }

        Append(batch.Arena.Append(key), kind, value);
    }

    /// <summary>Sets an attribute to a copy of bytes; replaces one of the same name.</summary>
    public void Set(ReadOnlySpan<byte> key, ValueKind kind, ReadOnlySpan<byte> value) => Set(key, kind, batch.Arena.Append(value));

    /// <summary>Adds an attribute without looking for one of the same name: for a parser that knows its names are distinct.</summary>
    public void Append(Slice key, ValueKind kind, Slice value)
    {
        ref var field = ref batch.AddField(index);
        field = new Field(key, value, kind);
    }

    /// <summary>Renames an attribute in place.</summary>
    public void RenameAt(int position, ReadOnlySpan<byte> key)
    {
        var slice = batch.Arena.Append(key);
        ref var field = ref batch.FieldsOf(index)[position];
        field = field with { Key = slice, Proof = FieldProof.None };
    }

    /// <summary>Removes an attribute; the order of the others stays.</summary>
    public void RemoveAt(int position)
    {
        var fields = batch.FieldsOf(index);
        fields[(position + 1)..].CopyTo(fields[position..]);
        Header.FieldCount--;
    }
}
