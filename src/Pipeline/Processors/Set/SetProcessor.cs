using LogOperator.Pipeline.Expressions;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Processors.Set;

internal sealed class SetProcessor : IProcessor
{
    private readonly (Constant Key, Constant Value)[] attributes;
    private readonly Constant? body;
    private readonly byte severity;
    private readonly (Constant Key, FieldReference Field)[] copies;
    private readonly (Slice Slice, ValueKind Kind)[] values;
    private readonly FieldReference? bodyField;
    private readonly FieldReference? severityField;

    public SetProcessor(SetSpec spec)
    {
        attributes = [.. (spec.Attributes ?? new Dictionary<string, string>()).Select(pair => (new Constant(pair.Key), new Constant(pair.Value)))];
        body = spec.Body is null ? null : new Constant(spec.Body);
        severity = spec.Severity is null ? (byte)0 : (byte)Enum.Parse<Severity>(spec.Severity, ignoreCase: true);
        copies = [.. (spec.From?.Attributes ?? new Dictionary<string, string>()).Select(pair => (new Constant(pair.Key), Expression.CompileField(pair.Value)))];
        values = new (Slice, ValueKind)[copies.Length];
        bodyField = spec.From?.Body is { } from ? Expression.CompileField(from) : null;
        severityField = spec.From?.Severity is { } level ? Expression.CompileField(level) : null;
    }

    public bool Process(Record record)
    {
        if (record.AttributeCount + copies.Length + attributes.Length > StageLimits.Attributes)
        {
            return false;
        }

        for (var i = 0; i < copies.Length; i++)
        {
            values[i] = Copy(record, copies[i].Field.Read(record));
        }

        var newBody = bodyField is null ? default : Copy(record, bodyField.Read(record));
        var newSeverity = severityField is null ? (byte)0 : LevelText.Read(severityField.Read(record));

        foreach (var (key, value) in attributes)
        {
            Put(record, key, ValueKind.Text, value.In(record.Batch));
        }

        for (var i = 0; i < copies.Length; i++)
        {
            if (values[i].Kind != ValueKind.Absent)
            {
                Put(record, copies[i].Key, values[i].Kind, values[i].Slice);
            }
        }

        if (newBody.Kind != ValueKind.Absent)
        {
            record.SetBody(newBody.Kind, newBody.Slice);
        }
        else if (body is not null)
        {
            record.SetBody(ValueKind.Text, body.In(record.Batch));
        }

        if (newSeverity != 0 || severity != 0)
        {
            record.SeverityNumber = newSeverity != 0 ? newSeverity : severity;
        }

        return true;
    }

    private static (Slice Slice, ValueKind Kind) Copy(Record record, Value value) =>
        (value.Bytes.IsEmpty ? default : record.Batch.Arena.Append(value.Bytes), value.Kind);

    private static void Put(Record record, Constant key, ValueKind kind, Slice value)
    {
        if (record.IndexOf(key.Bytes) < 0)
        {
            record.Append(key.In(record.Batch), kind, value);
        }
        else
        {
            record.Set(key.Bytes, kind, value);
        }
    }
}
