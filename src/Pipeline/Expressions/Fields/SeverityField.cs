using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Expressions.Fields;

internal sealed class SeverityField : FieldReference
{
    public static SeverityField Instance { get; } = new();

    /// <summary>The name of the severity's range: <c>ERROR</c> for 17 to 20.</summary>
    public override Value Read(Record record) => SeverityRange.Of(record.SeverityNumber) switch
    {
        1 => Value.Text("TRACE"u8),
        2 => Value.Text("DEBUG"u8),
        3 => Value.Text("INFO"u8),
        4 => Value.Text("WARN"u8),
        5 => Value.Text("ERROR"u8),
        6 => Value.Text("FATAL"u8),
        _ => default,
    };
}
