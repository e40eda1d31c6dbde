namespace LogOperator.Pipeline.Records;

/// <summary>A typed view of bytes that belong to a batch. Valid while the batch is held and unchanged.</summary>
/// <param name="kind">How to read the bytes.</param>
/// <param name="bytes">The bytes; empty for the literals.</param>
public readonly ref struct Value(ValueKind kind, ReadOnlySpan<byte> bytes)
{
    /// <summary>How to read <see cref="Bytes"/>.</summary>
    public ValueKind Kind { get; } = kind;

    /// <summary>The bytes; empty for the literals.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>Whether there is no value at all.</summary>
    public bool IsAbsent => Kind == ValueKind.Absent;

    /// <summary>Whether this is text, escaped or not.</summary>
    public bool IsText => Kind is ValueKind.Text or ValueKind.EscapedText;

    /// <summary>Text as bytes.</summary>
    public static Value Text(ReadOnlySpan<byte> bytes) => new(ValueKind.Text, bytes);
}
