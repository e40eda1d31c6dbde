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
        var isDistinct = record.AttributeCount == 0 && !fields.HasEscapedKeys && isUtf8;
        var body = movesMessage ? Message(text) : -1;
        byte severity = 0;
        for (var i = 0; i < fields.Count; i++)
        {
            ref readonly var found = ref fields.Fields[i];
            var value = source.Sub(found.ValueStart, found.ValueLength);
            var kind = found.Kind;
            if (!isUtf8 && kind is ValueKind.Json or ValueKind.EscapedText)
            {
                value = Sanitized(batch, value);
            }

            var key = Key(batch, source, found, isUtf8);
            if (severity == 0 && LevelText.IsName(batch.Read(key)))
            {
                severity = LevelText.Read(new Value(kind, batch.Read(value)));
            }

            if (i == body || (bodyName is not null && batch.Read(key).SequenceEqual(bodyName)))
            {
                body = i;
                record.SetBody(kind, value);
            }
            else if (isDistinct || record.IndexOf(batch.Read(key)) is < 0)
            {
                record.Append(key, kind, value);
            }
            else
            {
                record.Set(batch.Read(key), kind, value);
            }
        }

        if (body < 0 && (removesBody || bodyName is not null))
        {
            record.SetBody(ValueKind.Absent, default(Slice));
        }

        if (severity != 0)
        {
            record.SeverityNumber = severity;
        }

        return true;
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
        for (var i = 0; i < fields.Count; i++)
        {
            ref readonly var found = ref fields.Fields[i];
            var its = found.KeyLength switch
            {
                7 when text.Slice(found.KeyStart, 7).SequenceEqual("message"u8) => 3,
                3 when text.Slice(found.KeyStart, 3).SequenceEqual("msg"u8) => 2,
                3 when text.Slice(found.KeyStart, 3).SequenceEqual("log"u8) => 1,
                _ => 0,
            };
            if (its > rank && found.Kind != ValueKind.Null)
            {
                (best, rank) = (i, its);
            }
        }

        return best;
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
