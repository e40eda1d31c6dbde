namespace LogOperator.Pipeline.Records;

/// <summary>One physical line of a chunk; all offsets count bytes from the chunk's start.</summary>
/// <param name="Start">First byte of the line, its prefix included.</param>
/// <param name="End">One past the line's newline: the line owns [Start, End) of the file.</param>
/// <param name="Content">First byte of the content, behind the runtime's prefix.</param>
/// <param name="ContentLength">Length of the content without newline and carriage return.</param>
/// <param name="TimestampLength">Length of the RFC 3339 timestamp at <see cref="Start"/>, 0 where the format has none.</param>
/// <param name="Flags">Stream and state of the line.</param>
public readonly record struct Line(int Start, int End, int Content, int ContentLength, byte TimestampLength, LineFlags Flags)
{
    /// <summary>Whether it stands for a run of NULs and is no record.</summary>
    public bool IsHole => Content == End;
}
