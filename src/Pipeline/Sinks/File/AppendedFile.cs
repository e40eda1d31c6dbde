using LogOperator.Pipeline.Native;
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

            // Every pipeline of a store has an opening of its own: nobody may look at, or take back, what another is about to write.
            using (new FileLock(handle))
            {
                return Append(handle, lines);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return SendResult.Retry($"cannot write {location.FullPath}: {e.Message}");
        }
    }

    public void Dispose() => Close();

    private static bool IsTorn(SafeFileHandle file, long length)
    {
        Span<byte> last = stackalloc byte[1];
        return length > 0 && RandomAccess.Read(file, last, length - 1) == 1 && last[0] != '\n';
    }

    private SendResult Append(SafeFileHandle file, ReadOnlySpan<byte> lines)
    {
        var start = RandomAccess.GetLength(file);
        try
        {
            var end = start;
            if (start != knownEnd && IsTorn(file, start))
            {
                RandomAccess.Write(file, "\n"u8, end++);
            }

            RandomAccess.Write(file, lines, end);
            if (durability == FileDurability.Fsync)
            {
                RandomAccess.FlushToDisk(file);
            }

            knownEnd = end + lines.Length;
            return SendResult.Delivered;
        }
        catch
        {
            TakeBack(file, start, lines.Length + 1);
            throw;
        }
    }

    private void TakeBack(SafeFileHandle file, long start, int most)
    {
        knownEnd = -1;
        try
        {
            // More than this request's bytes can only be of somebody who takes no lock.
            if (RandomAccess.GetLength(file) - start is var extra && extra > 0 && extra <= most)
            {
                RandomAccess.SetLength(file, start);
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
