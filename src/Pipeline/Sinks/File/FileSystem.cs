using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LogOperator.Pipeline.Sinks.File;

/// <summary>The few system calls that .NET has no name for. Values of the flags: Linux, asm-generic and arm64 fcntl.h.</summary>
internal static partial class FileSystem
{
    public const int NoEntry = 2;
    public const int Exists = 17;
    public const int NotDirectory = 20;
    public const int IsDirectory = 21;
    public const int NameTooLong = 36;
    public const int Loop = 40;

    private const int ReadWrite = 2;
    private const int Create = 0x40;
    private const int Append = 0x400;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int CurrentDirectory = -100;
    private const int SymlinkNoFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint BasicStats = 0x7FF;
    private const uint Mode = 0x1A0; // rw-r-----
    private const uint DirectoryMode = 0x1E8; // rwxr-x---

    private static readonly bool IsArm64 = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    private static int Directory => IsArm64 ? 0x4000 : 0x10000;

    private static int NoFollow => IsArm64 ? 0x8000 : 0x20000;

    /// <summary>Opens a file to append to, making it where it is missing; never waits for the other end of a FIFO.</summary>
    /// <param name="parent">Directory that the name is in, itself never left through a symbolic link; null takes the path as it is.</param>
    /// <param name="path">Name or path.</param>
    /// <param name="error">0, or why it failed (errno).</param>
    public static SafeFileHandle OpenToAppend(SafeFileHandle? parent, string path, out int error) =>
        Open(parent, path, ReadWrite | Create | Append | NonBlocking | (parent is null ? 0 : NoFollow), out error);

    /// <summary>Opens a directory.</summary>
    public static SafeFileHandle OpenDirectory(SafeFileHandle? parent, string path, out int error) =>
        Open(parent, path, Directory | (parent is null ? 0 : NoFollow), out error);

    /// <summary>Makes a directory in another; one that is there is left as it is.</summary>
    /// <returns>0, or why it failed (errno).</returns>
    public static int MakeDirectory(SafeFileHandle parent, string name)
    {
        var error = mkdirat(Number(parent), name, DirectoryMode) == 0 ? 0 : Marshal.GetLastPInvokeError();
        return error == Exists ? 0 : error;
    }

    /// <summary>What an open file is.</summary>
    public static FileStatus? Status(SafeFileHandle handle) => Read(Number(handle), "", EmptyPath);

    /// <summary>What stands at a path; null if nothing does.</summary>
    public static FileStatus? Status(string path, bool followLink) => Read(CurrentDirectory, path, followLink ? 0 : SymlinkNoFollow);

    private static SafeFileHandle Open(SafeFileHandle? parent, string path, int flags, out int error)
    {
        var descriptor = openat(parent is null ? CurrentDirectory : Number(parent), path, flags | CloseOnExec, Mode);
        error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private static unsafe FileStatus? Read(int directory, string path, int flags)
    {
        // struct statx: mode at 28, inode at 32, device at 136 (statx(2)); its layout is the same on every architecture.
        var raw = stackalloc byte[256];
        return statx(directory, path, flags, BasicStats, raw) != 0
            ? null
            : new FileStatus(*(ulong*)(raw + 136), *(ulong*)(raw + 32), (*(ushort*)(raw + 28) & 0xF000) == 0x8000);
    }

    private static int Number(SafeFileHandle handle) => (int)handle.DangerousGetHandle();

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int openat(int directory, string path, int flags, uint mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mkdirat(int directory, string path, uint mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int statx(int directory, string path, int flags, uint mask, byte* result);
}
