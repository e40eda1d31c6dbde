using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Expressions.Fields;

internal sealed class StreamField : FieldReference
{
    public static StreamField Instance { get; } = new();

    public override Value Read(Record record) =>
        (record.Flags & LineFlags.Stderr) != 0 ? Value.Text("stderr"u8)
        : (record.Flags & LineFlags.Stdout) != 0 ? Value.Text("stdout"u8)
        : default;
}
