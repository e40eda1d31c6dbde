using LogOperator.Pipeline.Sources.Files.Streams;

namespace LogOperator.Pipeline.Sources.Files.Retention;

/// <summary>A link to a file. Its path is put together when it is asked for: with a dead store every file has a link.</summary>
/// <param name="files">Where the links are.</param>
/// <param name="stream">The file's stream.</param>
/// <param name="name">The link's name in the directory of the stream's links.</param>
internal sealed class FileLink(RetainedFiles files, LogStream stream, string name)
{
    /// <summary>Its path.</summary>
    public string Path => $"{files.DirectoryOf(stream)}/{name}";
}
