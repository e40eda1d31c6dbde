using Microsoft.Win32.SafeHandles;

namespace LogOperator.Pipeline.Native;

/// <summary>What statx(2) tells of a file.</summary>
/// <param name="Device">Number of the device; may change with a reboot.</param>
/// <param name="Inode">Number within the device; reused after deletion.</param>
/// <param name="BirthNanos">When it was created, in nanoseconds since 1970; 0 where the file system does not know.</param>
/// <param name="ModifiedNanos">When it was last written, in nanoseconds since 1970.</param>
/// <param name="Size">Size in bytes.</param>
/// <param name="Links">Number of names; 0 after deletion.</param>
/// <param name="User">Owner.</param>
/// <param name="Mode">Type and permissions.</param>
internal readonly record struct FileStat(
    ulong Device, ulong Inode, long BirthNanos, long ModifiedNanos, long Size, uint Links, uint User, ushort Mode)
{
    private const int TypeMask = 0xf000;

    /// <summary>Whether it is a regular file.</summary>
    public bool IsRegular => (Mode & TypeMask) == 0x8000;

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => (Mode & TypeMask) == 0x4000;

    /// <summary>Whether it is a symbolic link.</summary>
    public bool IsLink => (Mode & TypeMask) == 0xa000;

    /// <summary>Whether this is the same file: device, inode and, where known, birth.</summary>
    public bool IsSameFile(in FileStat other) =>
        Device == other.Device && Inode == other.Inode && BirthNanos == other.BirthNanos;

    /// <summary>Asks by path.</summary>
    /// <returns>0, or the error number.</returns>
    public static int OfPath(string path, bool follow, out FileStat stat) =>
        Ask(Libc.AtCurrentDirectory, path, follow ? 0 : Libc.AtNoFollow, out stat);

    /// <summary>Asks by descriptor.</summary>
    /// <returns>0, or the error number.</returns>
    public static int OfHandle(SafeFileHandle handle, out FileStat stat)
    {
        var added = false;
        try
        {
            handle.DangerousAddRef(ref added);
            return Ask((int)handle.DangerousGetHandle(), "", Libc.AtEmptyPath, out stat);
        }
        finally
        {
            if (added)
            {
                handle.DangerousRelease();
            }
        }
    }

    private static unsafe int Ask(int directory, string path, int flags, out FileStat stat)
    {
        Libc.StatxBuffer buffer;
        if (Libc.Statx(directory, path, flags, Libc.StatxBasic | Libc.StatxBirth, &buffer) != 0)
        {
            stat = default;
            return Errno.Last;
        }

        stat = new FileStat(
            ((ulong)buffer.DeviceMajor << 32) | buffer.DeviceMinor,
            buffer.Inode,
            (buffer.Mask & Libc.StatxBirth) == 0 ? 0 : Nanos(buffer.BirthSeconds, buffer.BirthNanos),
            Nanos(buffer.ModifiedSeconds, buffer.ModifiedNanos),
            (long)buffer.Size,
            buffer.Links,
            buffer.User,
            buffer.Mode);
        return 0;
    }

    private static long Nanos(long seconds, uint nanos) => unchecked((seconds * 1_000_000_000) + nanos);
}
