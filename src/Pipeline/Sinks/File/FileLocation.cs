using System.Runtime.InteropServices;
using LogOperator.Pipeline.Native;
using Microsoft.Win32.SafeHandles;

namespace LogOperator.Pipeline.Sinks.File;

/// <summary>Where a file store's file lies, and how it is opened there.</summary>
internal sealed class FileLocation
{
    private readonly string? root;
    private readonly string[] segments;

    /// <param name="root">Directory that the file may not leave; null takes the path as it is.</param>
    /// <param name="namespace">Namespace of the store; empty for a cluster store.</param>
    /// <param name="store">Name of the store.</param>
    /// <param name="path">What the user wrote.</param>
    public FileLocation(string? root, string @namespace, string store, string path)
    {
        this.root = root;
        if (root is null)
        {
            segments = [];
            FullPath = Path.GetFullPath(path);
            return;
        }

        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(p => p != ".").ToArray();
        IsRefused = path.StartsWith('/') || parts.Length == 0 || parts.Contains("..");
        segments = [@namespace.Length == 0 ? "_cluster" : @namespace, store, .. parts];
        FullPath = Path.Combine([root, .. segments]);
    }

    /// <summary>The file's path.</summary>
    public string FullPath { get; }

    /// <summary>Whether the path would leave the root.</summary>
    public bool IsRefused { get; }

    /// <summary>Opens the file to append to; makes it and its directories where they are missing.</summary>
    /// <param name="failure">Why it cannot be opened; null if it was.</param>
    public SafeFileHandle? Open(out SendResult? failure)
    {
        if (IsRefused)
        {
            failure = SendResult.Misconfigured("the path must be relative and stay beneath the store's directory");
            return null;
        }

        var error = OpenOrMake(out var handle);
        failure = error != 0 ? Explain(error) : null;
        if (failure is null && (FileStat.OfHandle(handle!, out var stat) != 0 || !stat.IsRegular))
        {
            failure = SendResult.Misconfigured($"{FullPath} is not a regular file");
        }

        if (failure is null)
        {
            return handle;
        }

        handle?.Dispose();
        return null;
    }

    /// <summary>Whether an open file is the one that stands at the path now.</summary>
    public bool IsStill(SafeFileHandle handle) =>
        FileStat.OfPath(FullPath, follow: root is null, out var there) == 0 && FileStat.OfHandle(handle, out var here) == 0 && here.IsSameFile(there);

    private int OpenOrMake(out SafeFileHandle? handle)
    {
        if ((root ?? Path.GetDirectoryName(FullPath)) is { Length: > 0 } directory)
        {
            Directory.CreateDirectory(directory);
        }

        return root is null ? AppendOpening.AsItIs(FullPath, out handle) : AppendOpening.Beneath(root, segments, out handle);
    }

    private SendResult Explain(int error)
    {
        var reason = Marshal.GetPInvokeErrorMessage(error);
        return error switch
        {
            Errno.TooManyLinks when root is not null => SendResult.Misconfigured($"cannot open {FullPath}: a part of the path is a symbolic link"),
            Errno.NotDirectory => SendResult.Misconfigured($"cannot open {FullPath}: a part of the path is not a directory, or a symbolic link"),
            Errno.TooManyLinks or Errno.IsDirectory or Errno.NameTooLong => SendResult.Misconfigured($"cannot open {FullPath}: {reason}"),
            _ => SendResult.Retry($"cannot open {FullPath}: {reason}"),
        };
    }
}
