using LogOperator.Pipeline.Buffering;
using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Sources.Files.Streams;

/// <summary>Keeps the number of open files within bounds.</summary>
internal static class DescriptorBudget
{
    /// <summary>
    /// Gives up the oldest deleted files beyond their limit, those that nobody needs first, then closes those that can be opened again:
    /// finished ones that were read to their end, longest idle first, then idle ones.
    /// </summary>
    public static void Keep(IReadOnlyCollection<FollowedDirectory> directories, FollowerParts parts, StreamUpkeep upkeep, ILogger logger)
    {
        if (!IsExceeded(directories, parts.Options))
        {
            return;
        }

        var open = directories
            .SelectMany(d => d.Streams)
            .SelectMany(s => s.Members.Select(m => (Stream: s, File: m)))
            .Where(o => o.File.IsOpen)
            .ToList();
        var deleted = open.Where(o => o.File.DeletedAt is not null && !o.File.IsKept)
            .OrderBy(o => o.File.IsNeeded)
            .ThenBy(o => o.File.DeletedAt)
            .ToList();
        foreach (var (stream, file) in deleted.Take(Math.Max(0, deleted.Count - parts.Options.MaxDeletedFiles)))
        {
            if (file.IsNeeded)
            {
                FilesLog.GivenUp(logger, file.Path, Math.Max(0, file.Size - file.ReadTo), parts.Options.MaxDeletedFiles);
            }

            upkeep.GiveUp(stream, file, ByteFate.LostDescriptors);
        }

        var excess = open.Count - parts.Options.MaxOpenFiles;
        if (excess <= 0)
        {
            return;
        }

        var closable = open
            .Where(o => (o.File.DeletedAt is null || o.File.IsKept) && !o.File.IsReplaced && o.File.Head is not null)
            .OrderByDescending(o => o.File.IsFinished && !o.File.IsNeeded)
            .ThenBy(o => o.File.IsNeeded)
            .ThenBy(o => o.File.GrownAt);
        foreach (var (_, file) in closable.Take(excess))
        {
            file.Close();
            file.IsParked = true;
        }
    }

    private static bool IsExceeded(IReadOnlyCollection<FollowedDirectory> directories, FollowerOptions options)
    {
        var (open, deleted) = (0, 0);
        foreach (var directory in directories)
        {
            foreach (var stream in directory.Streams)
            {
                foreach (var member in stream.Members)
                {
                    open += member.IsOpen ? 1 : 0;
                    deleted += member.DeletedAt is not null && !member.IsKept ? 1 : 0;
                }
            }
        }

        return open > options.MaxOpenFiles || deleted > options.MaxDeletedFiles;
    }
}
