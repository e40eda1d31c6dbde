using System.Text.Json.Serialization;

namespace LogOperator.Pipeline.Sources.ContainerLogs;

/// <summary>A stream of a container.</summary>
public enum ContainerStream
{
    /// <summary>Standard output.</summary>
    [JsonStringEnumMemberName("stdout")]
    Stdout,

    /// <summary>Standard error.</summary>
    [JsonStringEnumMemberName("stderr")]
    Stderr,
}
