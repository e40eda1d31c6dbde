using Microsoft.Win32.SafeHandles;

namespace LogOperator.Pipeline.Native;

/// <summary>The machine's file system.</summary>
internal sealed class DurableFiles : IDurableFiles
{
    private const int OwnerOnlyFile = 0b110_000_000;
    private const int OwnerOnlyDirectory = 0b111_000_000;
    private const int Flags = Libc.OpenReadWrite | Libc.OpenNonBlocking | Libc.OpenCloseOnExec;

    private DurableFiles()
    {
    }

    /// <summary>The only one.</summary>
    public static DurableFiles Instance { get; } = new();

    /// <inheritdoc/>
    public void MakeDirectory(string directory)
    {
        if (System.IO.Directory.Exists(directory))
        {
            return;
        }

        if (Path.GetDirectoryName(directory) is { Length: > 0 } above)
        {
            MakeDirectory(above);
        }

        if (Libc.MakeDirectoryAt(Libc.AtCurrentDirectory, directory, OwnerOnlyDirectory) != 0 && Errno.Last is var error and not Errno.Exists)
        {
            throw Errno.Exception("make the directory", directory, error);
        }
    }

    /// <inheritdoc/>
    public IDisposable Lock(string path)
    {
        Told(Open(path, Flags | Libc.OpenCreate | Libc.OpenNoFollow), path).Dispose();
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> List(string directory)
    {
        try
        {
            return [.. new DirectoryInfo(directory).EnumerateFiles().Where(f => f.LinkTarget is null).Select(f => f.Name).Order(StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public IDurableFile Create(string path) =>
        new DurableFile(Told(Open(path, Flags | Libc.OpenCreate | Libc.OpenTruncate | Libc.OpenNoFollow), path), path);

    /// <inheritdoc/>
    public IDurableFile? Open(string path)
    {
        var opened = Open(path, Libc.OpenNonBlocking | Libc.OpenCloseOnExec | Libc.OpenNoFollow);
        return opened.Error == Errno.NoEntry ? null : new DurableFile(Told(opened, path), path);
    }

    /// <inheritdoc/>
    public void Move(string from, string to)
    {
        try
        {
            File.Move(from, to, overwrite: true);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // It is gone with its directory.
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public void SyncDirectory(string directory) => DirectorySync.Flush(directory);

    private static (SafeFileHandle? Handle, int Error) Open(string path, int flags)
    {
        var descriptor = Libc.OpenAt(Libc.AtCurrentDirectory, path, flags, OwnerOnlyFile);
        return descriptor < 0 ? (null, Errno.Last) : (new SafeFileHandle(descriptor, ownsHandle: true), 0);
    }

    private static SafeFileHandle Told((SafeFileHandle? Handle, int Error) opened, string path) =>
        opened.Handle ?? throw Errno.Exception("open", path, opened.Error);
}
