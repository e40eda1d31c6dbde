using Microsoft.Win32.SafeHandles;

namespace LogOperator.Pipeline.Native;

/// <summary>Gives an open file a further name.</summary>
internal static class HardLink
{
    /// <summary>
    /// Makes a link by descriptor (linkat(2)): whatever the file's names are at present, it is this file that is linked. A file without any
    /// name left cannot be.
    /// </summary>
    /// <returns>0, or the error number.</returns>
    public static int Make(SafeFileHandle handle, string path)
    {
        var added = false;
        try
        {
            handle.DangerousAddRef(ref added);
            var from = $"/proc/self/fd/{handle.DangerousGetHandle()}";
            return Libc.LinkAt(Libc.AtCurrentDirectory, from, Libc.AtCurrentDirectory, path, Libc.AtFollow) == 0 ? 0 : Errno.Last;
        }
        finally
        {
            if (added)
            {
                handle.DangerousRelease();
            }
        }
    }
}
