using Microsoft.Win32.SafeHandles;

namespace LogOperator.Pipeline.Sources.Files;

/// <summary>An open file.</summary>
/// <param name="handle">The descriptor; owned.</param>
internal sealed class PlainContent(SafeFileHandle handle) : IFileContent
{
    /// <inheritdoc/>
    public SafeFileHandle Handle => handle;

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, long offset)
    {
        var total = 0;
        while (total < buffer.Length)
        {
            var read = RandomAccess.Read(handle, buffer[total..], offset + total);
            if (read == 0)
            {
                break;
            }

            total += read;
        }

        return total;
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();
}
