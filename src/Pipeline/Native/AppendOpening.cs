using Microsoft.Win32.SafeHandles;

namespace LogOperator.Pipeline.Native;

/// <summary>Opens files to append to, making what is missing on the way. Never waits for the other end of a FIFO.</summary>
internal static class AppendOpening
{
    private const int FileMode = 0x1A0; // rw-r-----
    private const int DirectoryMode = 0x1E8; // rwxr-x---
    private const int FileFlags = Libc.OpenReadWrite | Libc.OpenCreate | Libc.OpenAppend | Libc.OpenNonBlocking | Libc.OpenCloseOnExec;

    /// <summary>Opens a path as it is; its directory must be there.</summary>
    /// <returns>0, or the error number.</returns>
    public static int AsItIs(string path, out SafeFileHandle? handle) => Open(Libc.AtCurrentDirectory, path, FileFlags, out handle);

    /// <summary>
    /// Opens a file beneath a directory, step by step and never through a symbolic link, so that nobody who can write there leads us out.
    /// </summary>
    /// <param name="root">The directory, whose own path is trusted; must be there.</param>
    /// <param name="names">Names of the directories beneath it, and of the file.</param>
    /// <param name="handle">The open file.</param>
    /// <returns>0, or the error number; a symbolic link is <see cref="Errno.TooManyLinks"/> or <see cref="Errno.NotDirectory"/>.</returns>
    public static int Beneath(string root, ReadOnlySpan<string> names, out SafeFileHandle? handle)
    {
        handle = null;
        var error = Open(Libc.AtCurrentDirectory, root, Libc.OpenDirectory | Libc.OpenCloseOnExec, out var directory);
        foreach (var name in names[..^1])
        {
            if (error != 0)
            {
                return error;
            }

            error = Enter(directory!, name, out var next);
            directory!.Dispose();
            directory = next;
        }

        if (error != 0)
        {
            return error;
        }

        using (directory)
        {
            return Open((int)directory!.DangerousGetHandle(), names[^1], FileFlags | Libc.OpenNoFollow, out handle);
        }
    }

    private static int Enter(SafeFileHandle parent, string name, out SafeFileHandle? directory)
    {
        directory = null;
        var at = (int)parent.DangerousGetHandle();
        return Libc.MakeDirectoryAt(at, name, DirectoryMode) != 0 && Errno.Last != Errno.Exists
            ? Errno.Last
            : Open(at, name, Libc.OpenDirectory | Libc.OpenNoFollow | Libc.OpenCloseOnExec, out directory);
    }

    private static int Open(int directory, string path, int flags, out SafeFileHandle? handle)
    {
        var descriptor = Libc.OpenAt(directory, path, flags, FileMode);
        handle = descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
        return descriptor < 0 ? Errno.Last : 0;
    }
}
