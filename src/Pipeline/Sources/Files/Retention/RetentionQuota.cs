using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Sources.Files.Streams;
using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Sources.Files.Retention;

/// <summary>Keeps what links hold back from being freed, and what copies take, within bounds.</summary>
internal static class RetentionQuota
{
    private const long Largest = 2L * 1024 * 1024 * 1024;

    /// <summary>Bytes that links and copies may hold where nobody says it: the smaller of 2 GiB and 5 % of the file system that a directory lies on.</summary>
    public static long Default(string directory) => Math.Min(Largest, new DriveInfo(directory).TotalSize / 20);

    /// <summary>
    /// Gives up files that have no name but their link, and copies, until the others fit: the oldest of the namespace that holds most above its share
    /// (<see cref="FairQuota"/>). What is not acknowledged of them is told as lost.
    /// </summary>
    public static void Keep(IReadOnlyCollection<FollowedDirectory> directories, FollowerParts parts, StreamUpkeep upkeep, ILogger logger)
    {
        if ((parts.Retained?.Quota ?? parts.Buffered?.Quota) is not { } quota)
        {
            return;
        }

        var wanted = TakeWanted(parts.Buffered, quota);
        if (LinkedBytes(directories) + (parts.Buffered?.HeldBytes ?? 0) + wanted.Values.Sum() <= quota)
        {
            return;
        }

        var kept = directories
            .SelectMany(d => d.Streams)
            .SelectMany(s => s.Members.Where(m => IsLinked(m) || m.Buffered is not null).Select(m => (Stream: s, File: m)))
            .GroupBy(k => k.File.Buffered?.Owner ?? k.Stream.Owner, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => new Queue<(LogStream Stream, FollowedFile File)>(g.OrderBy(k => k.File.Order)), StringComparer.Ordinal);
        var held = kept.Keys.Union(wanted.Keys).ToDictionary(n => n, HeldBy, StringComparer.Ordinal);
        var spent = new HashSet<string>(StringComparer.Ordinal);
        while (FairQuota.GivesWay(held, quota, spent) is { } heaviest)
        {
            if (kept.GetValueOrDefault(heaviest) is { Count: > 0 } files)
            {
                var (stream, file) = files.Dequeue();
                GiveUp(stream, file, quota, parts, upkeep, logger);
            }
            else if (!wanted.Remove(heaviest))
            {
                // Nobody else gives up what is within his share for it.
                spent.Add(heaviest);
            }

            held[heaviest] = HeldBy(heaviest);
        }

        long HeldBy(string owner) =>
            (kept.GetValueOrDefault(owner)?.Sum(k => IsLinked(k.File) ? k.File.Stat.Size : 0) ?? 0)
            + (parts.Buffered?.HeldBy(owner) ?? 0) + wanted.GetValueOrDefault(owner);
    }

    /// <summary>What found no room by now. More than half of the quota for one namespace is not worth all the others.</summary>
    private static Dictionary<string, long> TakeWanted(BufferedFiles? buffered, long quota)
    {
        var wanted = buffered?.Refused.Where(r => r.Value <= quota / 2).ToDictionary(StringComparer.Ordinal) ?? [];
        buffered?.ForgetRefused();
        return wanted;
    }

    private static long LinkedBytes(IReadOnlyCollection<FollowedDirectory> directories)
    {
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

        return linked;
    }

    private static void GiveUp(LogStream stream, FollowedFile file, long quota, FollowerParts parts, StreamUpkeep upkeep, ILogger logger)
    {
        if (file.DeletedAt is null)
        {
            // Its name keeps it as long as that stays.
            file.CopyRefusedAt = parts.Time.GetUtcNow();
            BufferedFiles.Release(file);
            return;
        }

        var unread = Math.Max(0, file.Size - file.ReadTo);
        FilesLog.Lost(logger, file.Path, unread, $"links and copies hold more than {quota} bytes");
        upkeep.GiveUp(stream, file, ByteFate.LostRetention);
    }

    private static bool IsLinked(FollowedFile member) => member.Link is not null && member.DeletedAt is not null;
}
