using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Encoders;

/// <summary>
/// Writes a record as one JSON object without line breaks, with the members of the OpenTelemetry log data model: <c>timestamp</c>,
/// <c>severity</c>, <c>severityNumber</c>, <c>body</c>, <c>attributes</c>, <c>resource</c>, <c>id</c>. Absent members are left out, no name
/// appears twice, and the result is valid JSON whatever the record's bytes are. Allocates nothing per record. Used by one thread at a time.
/// </summary>
public sealed class JsonRecordEncoder : IDisposable
{
    private readonly TimestampEncoder timestamps = new();
    private readonly NameSet names = new();
    private BatchAttributes? lastAttributes;
    private readonly IdMember ids = new();
    private CommonMembers common = CommonMembers.Of(BatchAttributes.Empty);

    private static ReadOnlySpan<byte> StreamKey => "log.iostream"u8;

    private static ReadOnlySpan<byte> PartialKey => "log.partial"u8;

    private static ReadOnlySpan<byte> TruncatedKey => "log.truncated"u8;

    /// <summary>Appends a record and a line feed.</summary>
    public void EncodeLine(Record record, EncodeBuffer buffer)
    {
        Encode(record, buffer);
        buffer.Append((byte)'\n');
    }

    /// <summary>Appends a record.</summary>
    public void Encode(Record record, EncodeBuffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        var attributes = record.Batch.Attributes;
        if (!ReferenceEquals(attributes, lastAttributes))
        {
            common = CommonMembers.Of(attributes);
            lastAttributes = attributes;
        }

        var start = buffer.Length;
        WriteTimestamp(record, buffer);
        WriteSeverity(record.SeverityNumber, buffer);
        var body = record.Body;
        if (!body.IsAbsent)
        {
            buffer.Append(",\"body\":"u8);
            WriteValue(body, buffer);
        }

        WriteAttributes(record, buffer);
        buffer.Append(common.Resource);
        ids.Write(record.Id, buffer);
        buffer.Append((byte)'}');

        // Every member came with a comma in front, and the id is always there.
        buffer.Overwrite(start, (byte)'{');
    }

    /// <summary>Frees scratch memory.</summary>
    public void Dispose() => names.Dispose();

    private void WriteTimestamp(Record record, EncodeBuffer buffer)
    {
        var nanos = record.TimestampNanos;
        var text = record.TimestampText;
        if (nanos == 0 && text.IsEmpty)
        {
            return;
        }

        var room = buffer.GetSpan(TimestampEncoder.Length + 16);
        ",\"timestamp\":\""u8.CopyTo(room);
        if (nanos != 0)
        {
            timestamps.Write(nanos, room[14..]);
        }
        else if (!TimestampEncoder.TryNormalise(text, room[14..]))
        {
            return;
        }

        room[14 + TimestampEncoder.Length] = (byte)'"';
        buffer.Advance(14 + TimestampEncoder.Length + 1);
    }

    private static void WriteSeverity(byte number, EncodeBuffer buffer)
    {
        if (number is >= 1 and <= 24)
        {
            buffer.Append(SeverityMembers.Of(number));
        }
    }

    private void WriteAttributes(Record record, EncodeBuffer buffer)
    {
        var start = buffer.Length;
        buffer.Append(",\"attributes\":"u8);
        var first = buffer.Length;
        var count = record.AttributeCount;
        var proven = ProvenFields.Prove(record);
        if (proven == FieldProof.Json)
        {
            ProvenFields.Copy(record, buffer);
        }
        else if (count > 0)
        {
            WriteFields(record, proven == FieldProof.Name || names.Load(record), buffer);
        }

        foreach (var member in common.Attributes)
        {
            if (count == 0 || record.IndexOf(member.Key) < 0)
            {
                buffer.Append((byte)',');
                buffer.Append(member.Json);
            }
        }

        WriteFlags(record, buffer);
        if (buffer.Length == first)
        {
            buffer.Truncate(start);
            return;
        }

        buffer.Overwrite(first, (byte)'{');
        buffer.Append((byte)'}');
    }

    private void WriteFields(Record record, bool distinct, EncodeBuffer buffer)
    {
        for (var i = 0; i < record.AttributeCount; i++)
        {
            var value = record.ValueAt(i);
            if (value.IsAbsent || (!distinct && names.IsHidden(i)))
            {
                continue;
            }

            buffer.Append(",\""u8);
            JsonEscaper.Escape(record.KeyAt(i), buffer);
            buffer.Append("\":"u8);
            WriteValue(value, buffer);
        }
    }

    private void WriteFlags(Record record, EncodeBuffer buffer)
    {
        var flags = record.Flags;
        if ((flags & (LineFlags.Stdout | LineFlags.Stderr)) != 0 && IsFree(record, StreamKey))
        {
            buffer.Append((flags & LineFlags.Stderr) != 0 ? ",\"log.iostream\":\"stderr\""u8 : ",\"log.iostream\":\"stdout\""u8);
        }

        if ((flags & LineFlags.Partial) != 0 && IsFree(record, PartialKey))
        {
            buffer.Append(",\"log.partial\":true"u8);
        }

        if ((flags & LineFlags.Truncated) != 0 && IsFree(record, TruncatedKey))
        {
            buffer.Append(",\"log.truncated\":true"u8);
        }
    }

    private bool IsFree(Record record, ReadOnlySpan<byte> key)
    {
        foreach (var member in common.Attributes)
        {
            if (key.SequenceEqual(member.Key))
            {
                return false;
            }
        }

        return record.AttributeCount == 0 || record.IndexOf(key) < 0;
    }

    private static void WriteValue(Value value, EncodeBuffer buffer)
    {
        switch (value.Kind)
        {
            case ValueKind.Text:
                buffer.Append((byte)'"');
                JsonEscaper.Escape(value.Bytes, buffer);
                buffer.Append((byte)'"');
                break;
            case ValueKind.EscapedText:
                buffer.Append((byte)'"');
                JsonEscaper.CopyChecked(value.Bytes, buffer);
                buffer.Append((byte)'"');
                break;
            case ValueKind.Number:
                buffer.Append(value.Bytes);
                break;
            case ValueKind.Json:
                var start = buffer.Length;
                JsonEscaper.CopyChecked(value.Bytes, buffer);
                buffer.ReplaceLineBreaks(start);
                break;
            default:
                buffer.Append(JsonLiteral.Of(value.IsAbsent ? ValueKind.Null : value.Kind));
                break;
        }
    }
}
