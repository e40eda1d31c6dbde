using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Encoders;

/// <summary>Copies attributes as they stood in the JSON that they were read from: nothing is escaped, checked or compared again.</summary>
internal static class ProvenFields
{
    /// <summary>What holds of all of a record's attributes; nothing where it has none.</summary>
    public static FieldProof Prove(Record record)
    {
        var fields = record.Batch.FieldsOf(record.Index);
        var proof = fields.IsEmpty ? FieldProof.None : FieldProof.Json;
        foreach (ref readonly var field in fields)
        {
            proof = field.Proof < proof ? field.Proof : proof;
        }

        return proof;
    }

    /// <summary>Appends the members, each with a comma in front, of a record whose attributes all have <see cref="FieldProof.Json"/>.</summary>
    public static void Copy(Record record, EncodeBuffer buffer)
    {
        var batch = record.Batch;
        ReadOnlySpan<Field> fields = batch.FieldsOf(record.Index);
        for (var i = 0; i < fields.Length; i++)
        {
            ref readonly var field = ref fields[i];
            if (!TryFindEnd(field, out var end))
            {
                CopySpaced(batch, field, buffer);
                continue;
            }

            // Members that stand one directly behind the other go together: between them is a comma, and the quote that the next begins with.
            while (i + 1 < fields.Length && fields[i + 1].Key.Offset == end + 2 && TryFindEnd(fields[i + 1], out var next))
            {
                end = next;
                i++;
            }

            var start = field.Key.Offset - 1;
            var text = batch.Read(field.Key.InArena ? Slice.OfArena(start, end - start) : Slice.OfChunk(start, end - start));
            var room = buffer.GetSpan(text.Length + 1);
            room[0] = (byte)',';
            text.CopyTo(room[1..]);
            buffer.Advance(text.Length + 1);
        }
    }

    /// <summary>Where a member ends whose value stands directly behind its name.</summary>
    /// <returns>False if there is space between them.</returns>
    private static bool TryFindEnd(in Field field, out int end)
    {
        var colon = field.Key.Offset + field.Key.Length + 1;
        var isText = field.Kind is ValueKind.Text or ValueKind.EscapedText;
        var literal = JsonLiteral.Of(field.Kind).Length;
        end = field.Value.Offset + (literal > 0 ? literal : field.Value.Length + (isText ? 1 : 0));
        return field.Value.Offset == colon + (isText ? 2 : 1);
    }

    private static void CopySpaced(RecordBatch batch, in Field field, EncodeBuffer buffer)
    {
        buffer.Append(",\""u8);
        buffer.Append(batch.Read(field.Key));
        buffer.Append("\":"u8);
        switch (field.Kind)
        {
            case ValueKind.Text or ValueKind.EscapedText:
                buffer.Append((byte)'"');
                buffer.Append(batch.Read(field.Value));
                buffer.Append((byte)'"');
                break;
            case ValueKind.True or ValueKind.False or ValueKind.Null:
                buffer.Append(JsonLiteral.Of(field.Kind));
                break;
            default:
                buffer.Append(batch.Read(field.Value));
                break;
        }
    }
}
