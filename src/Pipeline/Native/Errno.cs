using System.Runtime.InteropServices;

namespace LogOperator.Pipeline.Native;

/// <summary>Error numbers of Linux (errno(3)) that mean something to the reader of files, and their way into messages.</summary>
internal static class Errno
{
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int NoAccess = 13;
    public const int Exists = 17;
    public const int NotDirectory = 20;
    public const int IsDirectory = 21;
    public const int TooManyFilesInSystem = 23;
    public const int TooManyFiles = 24;
    public const int NameTooLong = 36;
    public const int NoSystemCall = 38;
    public const int TooManyLinks = 40;
    public const int CrossDevice = 18;
    public const int NotPermitted = 1;
    public const int InProgress = 115;
    public const int Again = 11;
    public const int NoDevice = 6;

    /// <summary>The error of the last call.</summary>
    public static int Last => Marshal.GetLastPInvokeError();

    /// <summary>Whether the name leads nowhere: nothing is there, as opposed to something that cannot be read.</summary>
    public static bool IsAbsent(int error) => error is NoEntry or NotDirectory;

    /// <summary>What could not be done with which path, and why, in words.</summary>
    public static string Describe(string action, string path, int error) => $"cannot {action} {path}: {Reason(error)}";

    /// <summary>The exception that says so.</summary>
    public static IOException Exception(string action, string path, int error) => new(Describe(action, path, error), error);

    private static string Reason(int error) => error switch
    {
        TooManyFiles => "the process has too many files open (EMFILE); raise its limit of open files",
        TooManyFilesInSystem => "the system has too many files open (ENFILE)",
        NoAccess => "permission denied (EACCES)",
        TooManyLinks => "expected a file, found a symbolic link that is not followed (ELOOP)",
        CrossDevice => "the path leads out of its directory (EXDEV)",
        _ => $"{Marshal.GetPInvokeErrorMessage(error)} (errno {error})",
    };
}
