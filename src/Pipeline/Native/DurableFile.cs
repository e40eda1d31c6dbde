using Microsoft.Win32.SafeHandles;

namespace LogOperator.Pipeline.Native;

/// <summary>A file of the file system.</summary>
/// <param name="handle">The descriptor; owned.</param>
/// <param name="path">Its path, for messages.</param>
internal sealed class DurableFile(SafeFileHandle handle, string path) : IDurableFile
{
    /// <inheritdoc/>
    public long Length => RandomAccess.GetLength(handle);

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, long offset) => PositionedRead.Fill(handle, buffer, offset);

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        try
        {
            RandomAccess.Write(handle, bytes, offset);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw new IOException($"cannot write {path}: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void SetLength(long length)
    {
        try
        {
            RandomAccess.SetLength(handle, length);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw new IOException($"cannot change the length of {path}: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Sync()
    {
        // Not RandomAccess.FlushToDisk, which takes some errors for success.
        if (Libc.Sync((int)handle.DangerousGetHandle()) != 0)
        {
            throw Errno.Exception("fsync", path, Errno.Last);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    // What .NET makes of EACCES, EPERM and EBADF, and of EFBIG.
    private static bool IsRefusal(Exception exception) => exception is UnauthorizedAccessException or ArgumentOutOfRangeException;
}
