using Microsoft.Win32.SafeHandles;

namespace LogOperator.Pipeline.Sources.Files.Content;

/// <summary>The bytes of a followed file, by offset. One reader at a time; closing is allowed meanwhile.</summary>
internal interface IFileContent : IDisposable
{
    /// <summary>The descriptor; null where there is no file of its own.</summary>
    SafeFileHandle? Handle { get; }

    /// <summary>Fills a buffer from an offset on, as far as the file goes.</summary>
    /// <returns>Bytes read; fewer than asked only at the file's present end.</returns>
    /// <exception cref="IOException">The file cannot be read now.</exception>
    int Read(Span<byte> buffer, long offset);
}
