using LogOperator.Pipeline.Buffering;
using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Sources.Files;

/// <summary>Keeps what links hold back from being freed, and what copies take, within bounds.</summary>
internal static class RetentionQuota
{
    private const long Largest = 2L * 1024 * 1024 * 1024;

    /// <summary>Bytes that links and copies may hold where nobody says it: the smaller of 2 GiB and 5 % of the file system that a directory lies on.</summary>
    public static long Default(string directory) => Math.Min(Largest, new DriveInfo(directory).TotalSize / 20);

    /// <summary>
    /// Gives up the oldest files that have no name but their link, and the oldest copies, until the others fit. What is not acknowledged of them is told
    /// as lost.
    /// </summary>
    public static void Keep(IReadOnlyCollection<FollowedDirectory> directories, FollowerParts parts, StreamUpkeep upkeep, ILogger logger)
    {
        if ((parts.Retained?.Quota ?? parts.Buffered?.Quota) is not { } quota)
        {
            return;
        }

        var linked = 0L;
        foreach (var directory in directories)
        {
            foreach (var stream in directory.Streams)
            {
                foreach (var member in stream.Members)
                {
                    linked += IsLinked(member) ? member.Stat.Size : 0;
                }
            }
        }

        // More than half of it for one file alone is not worth all the others.
        var wanted = parts.Buffered?.RefusedBytes ?? 0;
        wanted = wanted <= quota / 2 ? wanted : 0;
        parts.Buffered?.ForgetRefused();
        if (linked + Copied() + wanted <= quota)
        {
            return;
        }

        var oldest = directories
            .SelectMany(d => d.Streams)
            .SelectMany(s => s.Members.Where(m => IsLinked(m) || m.Buffered is not null).Select(m => (Stream: s, File: m)))
            .OrderBy(o => o.File.Order)
            .ToList();
        foreach (var (stream, file) in oldest)
        {
            if (linked + Copied() + wanted <= quota)
            {
                break;
            }

            linked -= IsLinked(file) ? file.Stat.Size : 0;
            if (file.DeletedAt is null)
            {
                // Its name keeps it as long as that stays.
                file.CopyRefusedAt = parts.Time.GetUtcNow();
                BufferedFiles.Release(file);
                continue;
            }

            var unread = Math.Max(0, file.Size - file.ReadTo);
            FilesLog.Lost(logger, file.Path, unread, $"links and copies hold more than {quota} bytes");
            upkeep.GiveUp(stream, file, ByteFate.LostRetention);
        }

        long Copied() => parts.Buffered?.HeldBytes ?? 0;
    }

    private static bool IsLinked(FollowedFile member) => member.Link is not null && member.DeletedAt is not null;
}
