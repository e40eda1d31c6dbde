using LogOperator.Pipeline.Native;
using Microsoft.Win32.SafeHandles;

namespace LogOperator.Pipeline.Sources.Files.Content;

/// <summary>An open file.</summary>
/// <param name="handle">The descriptor; owned.</param>
internal sealed class PlainContent(SafeFileHandle handle) : IFileContent
{
    /// <inheritdoc/>
    public SafeFileHandle Handle => handle;

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, long offset) => PositionedRead.Fill(handle, buffer, offset);

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();
}
