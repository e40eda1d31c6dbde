namespace LogOperator.Pipeline.Records;

/// <summary>How the bytes of a <see cref="Value"/> are to be read.</summary>
public enum ValueKind : byte
{
    /// <summary>There is no value.</summary>
    Absent = 0,

    /// <summary>Text as bytes, not escaped and not checked: log lines may hold anything.</summary>
    Text,

    /// <summary>The inside of a JSON string as it stood in valid JSON: escapes stay escaped, the quotes are not included.</summary>
    EscapedText,

    /// <summary>A JSON number literal.</summary>
    Number,

    /// <summary>The JSON literal <c>true</c>.</summary>
    True,

    /// <summary>The JSON literal <c>false</c>.</summary>
    False,

    /// <summary>The JSON literal <c>null</c>.</summary>
    Null,

    /// <summary>A valid JSON object or array, as it stood.</summary>
    Json,
}
