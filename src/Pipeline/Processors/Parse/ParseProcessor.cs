using System.Text;
using System.Text.Unicode;
using LogOperator.Pipeline.Json;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Processors.Parse;

/// <summary>Gives a text to a parser and sets what it found, all of it or nothing.</summary>
internal sealed class ParseProcessor : IProcessor
{
    private readonly IParser parser;
    private readonly ParsedFields fields = new();
    private readonly byte[]? field;
    private readonly byte[]? bodyName;
    private readonly bool movesMessage;
    private readonly bool removesBody;
    private readonly bool removesField;

    public ParseProcessor(ParseSpec spec)
    {
        var kind = spec.Chosen!;
        parser = kind.Build();
        field = spec.Field is null ? null : Encoding.UTF8.GetBytes(spec.Field);
        bodyName = spec.Body is null or ParseSpec.OriginalBody or ParseSpec.NoBody ? null : Encoding.UTF8.GetBytes(spec.Body);
        movesMessage = spec.Body is null && field is null && kind.ReplacesText;
        removesBody = movesMessage || spec.Body == ParseSpec.NoBody;
        removesField = field is not null && spec.Body is null && kind.ReplacesText;
    }

    public bool Process(Record record)
    {
        var batch = record.Batch;
        if (!TryLocate(record, out var source))
        {
            return false;
        }

        var text = batch.Read(source);
        fields.Clear();
        if (!parser.Parse(text, fields) || record.AttributeCount + fields.Count > StageLimits.Attributes)
        {
            return false;
        }

        if (removesField)
        {
            record.RemoveAt(record.IndexOf(field));
        }

        var isUtf8 = Utf8.IsValid(text);
        var body = bodyName is not null ? Named(text) : movesMessage ? Message(text) : -1;
        if (record.AttributeCount == 0 && isUtf8 && !fields.HasEscapedKeys)
        {
            SetFirst(record, source, text, body);
        }
        else
        {
            Merge(record, source, text, body, isUtf8);
        }

        if (body < 0 && (removesBody || bodyName is not null))
        {
            record.SetBody(ValueKind.Absent, default(Slice));
        }

        return true;
    }

    /// <summary>Sets the fields of a record that has none yet: nothing to compare, nothing to copy.</summary>
    private void SetFirst(Record record, Slice source, ReadOnlySpan<byte> text, int body)
    {
        var target = record.Batch.AddFields(record.Index, fields.Count - (body < 0 ? 0 : 1));
        var next = 0;
        byte severity = 0;
        var proof = fields.AreOfJson && !text.ContainsAny((byte)'\r', (byte)'\n') ? FieldProof.Json : FieldProof.Name;
        var found = fields.Fields;
        for (var i = 0; i < found.Length; i++)
        {
            ref readonly var field = ref found[i];
            var value = source.Sub(field.ValueStart, field.ValueLength);
            if (severity == 0 && LevelText.IsNameLength(field.KeySize) && LevelText.IsName(field.KeyIn(text)))
            {
                severity = LevelText.Read(field.ValueIn(text));
            }

            if (i == body)
            {
                record.SetBody(field.Kind, value);
            }
            else
            {
                target[next++] = new Field(field.Name?.In(record.Batch) ?? source.Sub(field.KeyStart, field.KeyLength), value, field.Kind, proof);
            }
        }

        if (severity != 0)
        {
            record.SeverityNumber = severity;
        }
    }

    /// <summary>Sets the fields of a record that has attributes, or from a text that needs care.</summary>
    private void Merge(Record record, Slice source, ReadOnlySpan<byte> text, int body, bool isUtf8)
    {
        var batch = record.Batch;
        byte severity = 0;
        for (var i = 0; i < fields.Count; i++)
        {
            ref readonly var found = ref fields.Fields[i];
            var value = source.Sub(found.ValueStart, found.ValueLength);
            if (!isUtf8 && found.Kind is ValueKind.Json or ValueKind.EscapedText)
            {
                value = Sanitized(batch, value);
            }

            var key = Key(batch, source, found, isUtf8);
            if (severity == 0 && LevelText.IsName(batch.Read(key)))
            {
                severity = LevelText.Read(found.ValueIn(text));
            }

            if (i == body)
            {
                record.SetBody(found.Kind, value);
            }
            else if (record.IndexOf(batch.Read(key)) < 0)
            {
                record.Append(key, found.Kind, value);
            }
            else
            {
                record.Set(batch.Read(key), found.Kind, value);
            }
        }

        if (severity != 0)
        {
            record.SeverityNumber = severity;
        }
    }

    /// <summary>Where the text to parse lies, free of escapes.</summary>
    private bool TryLocate(Record record, out Slice source)
    {
        source = record.BodySlice;
        var value = record.Body;
        if (field is not null)
        {
            var position = record.IndexOf(field);
            if (position < 0)
            {
                return false;
            }

            source = record.SliceAt(position);
            value = record.ValueAt(position);
        }

        if (value.Kind == ValueKind.EscapedText)
        {
            var arena = record.Batch.Arena;
            source = arena.Commit(JsonText.Unescape(value.Bytes, arena.Reserve(value.Bytes.Length)));
        }

        return value.IsText || value.Kind == ValueKind.Json;
    }

    /// <summary>The field that becomes the body: <c>message</c>, else <c>msg</c>, else <c>log</c>; −1 if there is none.</summary>
    private int Message(ReadOnlySpan<byte> text)
    {
        var (best, rank) = (-1, 0);
        var all = fields.Fields;
        for (var i = 0; i < all.Length; i++)
        {
            ref readonly var found = ref all[i];
            var its = found.KeySize switch
            {
                7 when found.KeyIn(text).SequenceEqual("message"u8) => 3,
                3 when found.KeyIn(text).SequenceEqual("msg"u8) => 2,
                3 when found.KeyIn(text).SequenceEqual("log"u8) => 1,
                _ => 0,
            };
            if (its > rank && found.Kind != ValueKind.Null)
            {
                (best, rank) = (i, its);
            }
        }

        return best;
    }

    /// <summary>The field that the spec names; −1 if it was not found.</summary>
    private int Named(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (fields.Fields[i].KeyIn(text).SequenceEqual(bodyName))
            {
                return i;
            }
        }

        return -1;
    }

    private static Slice Key(RecordBatch batch, Slice source, in ParsedField found, bool isUtf8)
    {
        if (found.Name is not null)
        {
            return found.Name.In(batch);
        }

        if (found.KeyLength >= 0)
        {
            var plain = source.Sub(found.KeyStart, found.KeyLength);
            return isUtf8 ? plain : Sanitized(batch, plain);
        }

        var escaped = source.Sub(found.KeyStart, ~found.KeyLength);
        var key = batch.Arena.Commit(JsonText.Unescape(batch.Read(escaped), batch.Arena.Reserve(escaped.Length)));
        return isUtf8 ? key : Sanitized(batch, key);
    }

    private static Slice Sanitized(RecordBatch batch, Slice slice)
    {
        var bytes = batch.Read(slice);
        return Utf8.IsValid(bytes) ? slice : batch.Arena.Commit(JsonText.Sanitize(bytes, batch.Arena.Reserve(bytes.Length * 3)));
    }
}
