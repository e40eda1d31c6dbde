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
            var read = Some(handle, buffer[total..], offset + total);
            if (read == 0)
            {
                break;
            }

            total += read;
        }

        return total;
    }

    /// <summary>Reads from an offset on, perhaps less than there is.</summary>
    /// <returns>Bytes read; 0 at the file's end.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static int Some(SafeFileHandle handle, Span<byte> buffer, long offset)
    {
        try
        {
            return RandomAccess.Read(handle, buffer, offset);
        }
        catch (UnauthorizedAccessException e)
        {
            // What .NET makes of EACCES, EPERM and EBADF, which a file system of another machine may answer at any time.
            throw new IOException(e.Message, e);
        }
    }
}
