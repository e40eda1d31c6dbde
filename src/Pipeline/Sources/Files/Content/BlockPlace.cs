namespace LogOperator.Pipeline.Sources.Files.Content;

/// <summary>Where in a file a block begins.</summary>
internal enum BlockPlace
{
    /// <summary>At its first byte, where a byte order mark may stand.</summary>
    FileStart,

    /// <summary>Behind a newline.</summary>
    LineStart,

    /// <summary>Inside a line, whose beginning went before.</summary>
    InsideLine,
}
