using Microsoft.Win32.SafeHandles;

namespace LogOperator.Pipeline.Native;

/// <summary>
/// An advisory lock on an open file, by F_OFD_SETLKW of fcntl(2): excludes every other opening of the file that asks for it, in this process
/// too. Unlike flock(2) it is not what .NET's own file streams take, so readers are not disturbed. Without support of the file system it
/// excludes nobody.
/// </summary>
internal readonly unsafe ref struct FileLock : IDisposable
{
    private readonly SafeFileHandle handle;

    /// <summary>Waits until nobody else has the lock, and takes it.</summary>
    public FileLock(SafeFileHandle handle)
    {
        this.handle = handle;
        while (Set(Libc.LockToWrite) != 0 && Errno.Last == Errno.Interrupted)
        {
        }
    }

    /// <summary>Gives it back.</summary>
    public void Dispose() => _ = Set(Libc.LockRelease);

    private int Set(short type)
    {
        var range = new Libc.LockRange { Type = type };
        return Libc.Lock((int)handle.DangerousGetHandle(), Libc.SetOpeningLockAndWait, &range);
    }
}
