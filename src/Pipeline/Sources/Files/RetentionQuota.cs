using LogOperator.Pipeline.Buffering;
using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Sources.Files;

/// <summary>Keeps what links hold back from being freed within bounds.</summary>
internal static class RetentionQuota
{
    /// <summary>Gives up the oldest files that have no name but their link, until the others fit. What is not acknowledged of them is told as lost.</summary>
    public static void Keep(IReadOnlyCollection<FollowedDirectory> directories, FollowerParts parts, StreamUpkeep upkeep, ILogger logger)
    {
        if (parts.Retained is not { } retained)
        {
            return;
        }

        var held = 0L;
        foreach (var directory in directories)
        {
            foreach (var stream in directory.Streams)
            {
                foreach (var member in stream.Members)
                {
                    held += IsHeld(member) ? member.Stat.Size : 0;
                }
            }
        }

        if (held <= retained.Quota)
        {
            return;
        }

        var oldest = directories
            .SelectMany(d => d.Streams)
            .SelectMany(s => s.Members.Where(IsHeld).Select(m => (Stream: s, File: m)))
            .OrderBy(o => o.File.Order)
            .ToList();
        foreach (var (stream, file) in oldest)
        {
            if (held <= retained.Quota)
            {
                break;
            }

            held -= file.Stat.Size;
            var unread = Math.Max(0, file.Size - file.ReadTo);
            FilesLog.Lost(logger, file.Path, unread, $"links hold back more than {retained.Quota} bytes");
            upkeep.GiveUp(stream, file, ByteFate.LostRetention);
        }
    }

    private static bool IsHeld(FollowedFile member) => member.Link is not null && member.DeletedAt is not null;
}
