namespace LogOperator.Pipeline.Records;

/// <summary>What framing found out about a physical line, or joining about a record.</summary>
[Flags]
public enum LineFlags : byte
{
    /// <summary>Nothing special: a whole line of a plain file.</summary>
    None = 0,

    /// <summary>The line came from a container's standard output.</summary>
    Stdout = 1,

    /// <summary>The line came from a container's standard error.</summary>
    Stderr = 2,

    /// <summary>The runtime cut the line here (CRI tag <c>P</c>), or a held part was sent on before its end came.</summary>
    Partial = 4,

    /// <summary>The line was longer than the limit and its end is missing.</summary>
    Truncated = 8,

    /// <summary>The line is not in the file's format; its content is the whole line.</summary>
    Malformed = 16,
}
