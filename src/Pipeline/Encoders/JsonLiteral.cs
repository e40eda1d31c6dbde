using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Encoders;

/// <summary>The JSON of values that have no bytes of their own.</summary>
internal static class JsonLiteral
{
    /// <summary>The literal of a kind; empty if it has none.</summary>
    public static ReadOnlySpan<byte> Of(ValueKind kind) => kind switch
    {
        ValueKind.True => "true"u8,
        ValueKind.False => "false"u8,
        ValueKind.Null => "null"u8,
        _ => default,
    };
}
