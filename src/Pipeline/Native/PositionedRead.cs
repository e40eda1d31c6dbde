using Microsoft.Win32.SafeHandles;

namespace LogOperator.Pipeline.Native;

/// <summary>Reading a file by offset, as pread(2) does, which may return less than is there.</summary>
internal static class PositionedRead
{
    /// <summary>Fills a buffer from an offset on, as far as the file goes.</summary>
    /// <returns>Bytes read; fewer than asked only at the file's end.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static int Fill(SafeFileHandle handle, Span<byte> buffer, long offset)
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
}
