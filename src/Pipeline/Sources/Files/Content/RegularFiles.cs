using LogOperator.Pipeline.Native;

namespace LogOperator.Pipeline.Sources.Files.Content;

/// <summary>The files of the node.</summary>
internal static class RegularFiles
{
    /// <inheritdoc cref="FileOpener"/>
    public static int Open(string directory, string path, bool isCompressed, out IFileContent? content, out FileStat stat)
    {
        var error = FileOpening.Beneath(directory, path, out var handle, out stat);
        content = error != 0 ? null : isCompressed ? new GzipContent(handle!) : new PlainContent(handle!);
        return error;
    }
}
