using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Buffering.Disk;

/// <summary>What the disk buffer tells; nothing repeated while it lasts.</summary>
internal static partial class BufferLog
{
    [LoggerMessage(EventId = 121, Level = LogLevel.Error, Message = "{Path}: {Bytes} bytes are damaged and were skipped, with {Entries} entries or more (lost, reason corrupt); what stands around them is read")]
    public static partial void Damaged(ILogger logger, string path, long bytes, long entries);

    [LoggerMessage(EventId = 122, Level = LogLevel.Warning, Message = "the disk buffer {Directory} refuses: {Reason}; it is tried again, and nothing of it counts as kept before")]
    public static partial void Failing(ILogger logger, string directory, string reason);

    [LoggerMessage(EventId = 123, Level = LogLevel.Information, Message = "the disk buffer {Directory} works again")]
    public static partial void Recovered(ILogger logger, string directory);

    [LoggerMessage(EventId = 124, Level = LogLevel.Warning, Message = "{Path} is left alone: expected a segment of version {Expected}, found version {Found}")]
    public static partial void Foreign(ILogger logger, string path, int expected, int found);
}
