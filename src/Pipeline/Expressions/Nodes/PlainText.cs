using System.Buffers;
using LogOperator.Pipeline.Json;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Expressions.Nodes;

/// <summary>A value as text, unescaped. Numbers, objects and arrays are the JSON that they stand as; null and what is absent is no text.</summary>
internal ref struct PlainText
{
    private byte[]? rented;

    public PlainText(Value value)
    {
        Exists = true;
        switch (value.Kind)
        {
            case ValueKind.Absent or ValueKind.Null:
                Exists = false;
                break;
            case ValueKind.True:
                Bytes = "true"u8;
                break;
            case ValueKind.False:
                Bytes = "false"u8;
                break;
            case ValueKind.EscapedText:
                rented = ArrayPool<byte>.Shared.Rent(value.Bytes.Length);
                Bytes = rented.AsSpan(0, JsonText.Unescape(value.Bytes, rented));
                break;
            default:
                Bytes = value.Bytes;
                break;
        }
    }

    public bool Exists { get; }

    public ReadOnlySpan<byte> Bytes { get; }

    public void Dispose()
    {
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
            rented = null;
        }
    }
}
