namespace LogOperator.Pipeline.Sources.Files;

/// <summary>How the lines of a file are framed.</summary>
public enum FileFormat
{
    /// <summary>A line is what ends with a newline.</summary>
    Plain,

    /// <summary>Each line has the prefix of the container runtime interface: <c>RFC3339Nano stream P|F content</c>.</summary>
    Cri,
}
