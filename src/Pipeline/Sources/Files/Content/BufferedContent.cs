using LogOperator.Pipeline.Sources.Files.Retention;
using Microsoft.Win32.SafeHandles;

namespace LogOperator.Pipeline.Sources.Files.Content;

/// <summary>
/// A file that is gone, read from the disk buffer by its own offsets. What was not copied, because it was acknowledged, or was damaged since,
/// reads as NULs: a hole, which readers know how to skip.
/// </summary>
/// <param name="copy">The copy.</param>
internal sealed class BufferedContent(BufferedCopy copy) : IFileContent
{
    /// <inheritdoc/>
    public SafeFileHandle? Handle => null;

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, long offset)
    {
        var stream = copy.Stream;
        var wanted = (int)Math.Clamp(copy.To - offset, 0, buffer.Length);
        for (var total = 0; total < wanted;)
        {
            var read = stream?.Log.Read(stream, buffer[total..wanted], offset + total) ?? 0L;
            if (read <= 0)
            {
                var next = read < 0 ? offset + total - read : stream?.Log.NextHeld(stream, offset + total) ?? long.MaxValue;
                read = Math.Min(wanted - total, next - offset - total);
                buffer.Slice(total, (int)read).Clear();
            }

            total += (int)read;
        }

        return wanted;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
