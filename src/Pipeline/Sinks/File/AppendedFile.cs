using Microsoft.Win32.SafeHandles;

namespace LogOperator.Pipeline.Sinks.File;

/// <summary>
/// A file that whole requests are appended to: after a failure nothing of the request is left in it, and a torn last line of an earlier
/// crash is ended first. Used by one thread at a time.
/// </summary>
internal sealed class AppendedFile(FileLocation location, FileDurability durability) : IDisposable
{
    private SafeFileHandle? handle;

    // Where this object's last write ended: at any other length somebody else has written or cut the file, or it was just opened.
    private long knownEnd = -1;

    /// <summary>Appends bytes, all or nothing.</summary>
    public SendResult Append(ReadOnlySpan<byte> lines)
    {
        var start = -1L;
        try
        {
            if (handle is not null && !location.IsStill(handle))
            {
                Close();
            }

            if (handle is null)
            {
                handle = location.Open(out var failure);
                if (handle is null)
                {
                    return failure!;
                }
            }

            start = RandomAccess.GetLength(handle);
            var end = start;
            if (start != knownEnd && IsTorn(handle, start))
            {
                RandomAccess.Write(handle, "\n"u8, end++);
            }

            RandomAccess.Write(handle, lines, end);
            if (durability == FileDurability.Fsync)
            {
                RandomAccess.FlushToDisk(handle);
            }

            knownEnd = end + lines.Length;
            return SendResult.Delivered;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TakeBack(start, lines.Length + 1);
            return SendResult.Retry($"cannot write {location.FullPath}: {e.Message}");
        }
    }

    public void Dispose() => Close();

    private static bool IsTorn(SafeFileHandle file, long length)
    {
        Span<byte> last = stackalloc byte[1];
        return length > 0 && RandomAccess.Read(file, last, length - 1) == 1 && last[0] != '\n';
    }

    private void TakeBack(long start, int most)
    {
        knownEnd = -1;
        try
        {
            // More than this request's bytes can only be somebody else's.
            if (start >= 0 && handle is not null && RandomAccess.GetLength(handle) - start is var extra && extra > 0 && extra <= most)
            {
                RandomAccess.SetLength(handle, start);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next append finds the torn line and ends it.
        }
    }

    private void Close()
    {
        handle?.Dispose();
        handle = null;
        knownEnd = -1;
    }
}
