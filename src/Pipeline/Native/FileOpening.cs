using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LogOperator.Pipeline.Native;

/// <summary>
/// Opens files that others name and fill. Nothing here blocks on a FIFO, follows a link that it was not asked to follow, or hands out
/// anything but a regular file.
/// </summary>
internal static unsafe class FileOpening
{
    private const nint OpenAt2Number = 437;
    private const ulong ResolveNoMagicLinks = 2;
    private const ulong ResolveNoSymlinks = 4;
    private const ulong ResolveBeneath = 8;
    private static volatile bool lacksOpenAt2;

    private static int Flags => Libc.OpenNonBlocking | Libc.OpenNoFollow | Libc.OpenCloseOnExec;

    /// <summary>Opens a file below a directory for reading; no part of the path below it may be a link.</summary>
    /// <param name="directory">The directory, whose own path is trusted.</param>
    /// <param name="path">Path of the file, which begins with <paramref name="directory"/>.</param>
    /// <param name="handle">The open file.</param>
    /// <param name="stat">What the opened file is.</param>
    /// <returns>0, or the error number.</returns>
    public static int Beneath(string directory, string path, out SafeFileHandle? handle, out FileStat stat)
    {
        handle = null;
        stat = default;
        var root = Libc.OpenAt(
            Libc.AtCurrentDirectory, directory, Libc.OpenPathOnly | Libc.OpenDirectory | Libc.OpenCloseOnExec, 0);
        if (root < 0)
        {
            return Errno.Last;
        }

        try
        {
            var relative = path.AsSpan(directory.Length).Trim('/').ToString();
            if (!lacksOpenAt2)
            {
                var how = new Libc.OpenHow
                {
                    Flags = (ulong)Flags,
                    Resolve = ResolveBeneath | ResolveNoSymlinks | ResolveNoMagicLinks,
                };
                var descriptor = (int)Libc.OpenAt2(OpenAt2Number, root, relative, &how, sizeof(Libc.OpenHow));
                var error = descriptor < 0 ? Errno.Last : 0;
                if (error is not (Errno.NoSystemCall or Errno.NotPermitted))
                {
                    return error != 0 ? error : Accept(descriptor, out handle, out stat);
                }

                // Kernels before 5.6 lack the call, and some seccomp profiles answer EPERM for calls that they do not know.
                lacksOpenAt2 = error == Errno.NoSystemCall;
            }

            return Walk(root, relative, out handle, out stat);
        }
        finally
        {
            _ = Libc.Close(root);
        }
    }

    /// <summary>Opens a file whose whole path is free of links, such as a canonical one, for reading.</summary>
    /// <returns>0, or the error number.</returns>
    public static int Canonical(string path, out SafeFileHandle? handle, out FileStat stat) => Beneath("/", path, out handle, out stat);

    /// <summary>The same as <see cref="Beneath"/>, one name at a time, for kernels without openat2.</summary>
    internal static int Walk(int root, string relative, out SafeFileHandle? handle, out FileStat stat)
    {
        handle = null;
        stat = default;
        var names = relative.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0 || names.Contains(".."))
        {
            return Errno.CrossDevice;
        }

        var at = root;
        for (var i = 0; i < names.Length; i++)
        {
            var last = i == names.Length - 1;
            var flags = last ? Flags : Libc.OpenPathOnly | Libc.OpenDirectory | Libc.OpenNoFollow | Libc.OpenCloseOnExec;
            var next = Libc.OpenAt(at, names[i], flags, 0);
            var error = next < 0 ? Errno.Last : 0;
            if (at != root)
            {
                _ = Libc.Close(at);
            }

            if (error != 0)
            {
                return error;
            }

            at = next;
        }

        return Accept(at, out handle, out stat);
    }

    /// <summary>Where an open file is now, as the kernel knows it; null if it was deleted or that cannot be told.</summary>
    public static string? PathOf(SafeFileHandle handle)
    {
        const int size = 4096;
        var buffer = stackalloc byte[size];
        var added = false;
        try
        {
            handle.DangerousAddRef(ref added);
            var length = Libc.ReadLink($"/proc/self/fd/{handle.DangerousGetHandle()}", buffer, size);
            if (length <= 0 || length == size)
            {
                return null;
            }

            var path = Encoding.UTF8.GetString(buffer, (int)length);
            return path.EndsWith(" (deleted)", StringComparison.Ordinal) ? null : path;
        }
        finally
        {
            if (added)
            {
                handle.DangerousRelease();
            }
        }
    }

    private static int Accept(int descriptor, out SafeFileHandle? handle, out FileStat stat)
    {
        var opened = new SafeFileHandle(descriptor, ownsHandle: true);
        var error = FileStat.OfHandle(opened, out stat);
        if (error == 0 && stat.IsRegular)
        {
            handle = opened;
            return 0;
        }

        opened.Dispose();
        handle = null;
        return error != 0 ? error : Errno.NoDevice;
    }
}
