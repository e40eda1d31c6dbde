using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Sources.Files;

/// <summary>What the follower tells. Nothing per record, nothing repeated while it lasts.</summary>
internal static partial class FilesLog
{
    [LoggerMessage(EventId = 101, Level = LogLevel.Warning, Message = "{Trouble}; it is tried again")]
    public static partial void Trouble(ILogger logger, string trouble);

    [LoggerMessage(EventId = 102, Level = LogLevel.Information, Message = "{Path} is well again, or gone")]
    public static partial void Resolved(ILogger logger, string path);

    [LoggerMessage(EventId = 103, Level = LogLevel.Error, Message = "the deleted file {Path} was given up with {Bytes} bytes unread: more than {Limit} deleted files are held open")]
    public static partial void GivenUp(ILogger logger, string path, long bytes, int limit);

    [LoggerMessage(EventId = 104, Level = LogLevel.Warning, Message = "the kernel lost file notifications; everything is looked at again")]
    public static partial void Overflowed(ILogger logger);

    [LoggerMessage(EventId = 105, Level = LogLevel.Warning, Message = "{Trouble}; files with unread bytes are copied into the disk buffer where there is one; else their open descriptors alone keep them, until the process ends")]
    public static partial void CannotLink(ILogger logger, string trouble);

    [LoggerMessage(EventId = 106, Level = LogLevel.Error, Message = "the deleted file {Path} was given up with {Bytes} bytes unread: {Reason}")]
    public static partial void Lost(ILogger logger, string path, long bytes, string reason);

    [LoggerMessage(EventId = 107, Level = LogLevel.Information, Message = "{Count} files kept by links in {Directory} are read on")]
    public static partial void Restored(ILogger logger, int count, string directory);

    [LoggerMessage(EventId = 108, Level = LogLevel.Debug, Message = "{Path} cannot be linked; what is needed of it is copied into the disk buffer, up to offset {Offset}")]
    public static partial void Copied(ILogger logger, string path, long offset);

    [LoggerMessage(EventId = 109, Level = LogLevel.Information, Message = "{Count} files kept by copies in the disk buffer are read on")]
    public static partial void RestoredCopies(ILogger logger, int count);

    [LoggerMessage(EventId = 111, Level = LogLevel.Warning, Message = "the file system does not answer and is left behind: {Stalled}; what is not acknowledged of its files is read again at the next start")]
    public static partial void LeftBehind(ILogger logger, string stalled);

    [LoggerMessage(EventId = 110, Level = LogLevel.Error, Message = "deleted files of {Stream} go with the process, {Bytes} bytes of them not acknowledged (lost, reason retention): no link could be made, and no copy")]
    public static partial void LostAtEnd(ILogger logger, string stream, long bytes);
}
