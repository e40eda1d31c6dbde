using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Processors.Parse;

/// <summary>One field that a parser found, as places in the text.</summary>
internal struct ParsedField
{
    /// <summary>The name where it does not stand in the text.</summary>
    public Constant? Name;
    public int KeyStart;

    /// <summary>Length of the name; its complement where the name has JSON escapes.</summary>
    public int KeyLength;
    public int ValueStart;
    public int ValueLength;
    public ValueKind Kind;

    /// <summary>Bytes of the name as it stands in the text, or of the one given.</summary>
    public readonly int KeySize => Name is not null ? Name.Bytes.Length : KeyLength < 0 ? ~KeyLength : KeyLength;

    /// <summary>The name as it stands in the text, or the one given.</summary>
    public readonly ReadOnlySpan<byte> KeyIn(ReadOnlySpan<byte> text) =>
        Name is not null ? Name.Bytes : text.Slice(KeyStart, KeyLength < 0 ? ~KeyLength : KeyLength);

    /// <summary>The value.</summary>
    public readonly Value ValueIn(ReadOnlySpan<byte> text) => new(Kind, text.Slice(ValueStart, ValueLength));
}
