namespace LogOperator.Pipeline.Records;

/// <summary>The fixed part of a record in its batch.</summary>
internal struct RecordHeader
{
    public long Start;
    public long End;
    public long TimestampNanos;
    public ulong Branches;
    public Slice Body;
    public Slice TimestampText;
    public int FirstField;
    public uint Between;
    public ushort FieldCount;
    public ushort Part;
    public ValueKind BodyKind;
    public byte SeverityNumber;
    public LineFlags Flags;
    public Fate Fate;
}
