namespace LogOperator.Pipeline.Native;

/// <summary>Syncs a directory, so that a rename in it survives a crash of the machine (fsync(2): the file's own sync does not cover its name).</summary>
internal static class DirectorySync
{
    /// <summary>Syncs a directory.</summary>
    /// <exception cref="IOException">It cannot be opened or synced.</exception>
    public static void Flush(string path)
    {
        var descriptor = Libc.OpenAt(Libc.AtCurrentDirectory, path, Libc.OpenDirectory | Libc.OpenCloseOnExec, 0);
        if (descriptor < 0)
        {
            throw Errno.Exception("open", path, Errno.Last);
        }

        try
        {
            if (Libc.Sync(descriptor) != 0)
            {
                throw Errno.Exception("fsync", path, Errno.Last);
            }
        }
        finally
        {
            _ = Libc.Close(descriptor);
        }
    }
}
