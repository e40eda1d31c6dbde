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
        var (maxOpen, maxDeleted) = (
            Math.Min(parts.Options.MaxOpenFiles, parts.Options.Descriptors.MaxOpen),
            Math.Min(parts.Options.MaxDeletedFiles, parts.Options.Descriptors.MaxDeleted));
        if (!IsExceeded(directories, maxOpen, maxDeleted))
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
        foreach (var (stream, file) in deleted.Take(Math.Max(0, deleted.Count - maxDeleted)))
        {
            if (file.IsNeeded)
            {
                FilesLog.GivenUp(logger, file.Path, Math.Max(0, file.Size - file.ReadTo), maxDeleted);
            }

            upkeep.GiveUp(stream, file, ByteFate.LostDescriptors);
        }

        var excess = open.Count - maxOpen;
        if (excess <= 0)
        {
            return;
        }

        var closable = open
            .Where(o => CanBeOpenedAgain(o.File))
            .OrderByDescending(o => o.File.IsFinished && !o.File.IsNeeded)
            .ThenBy(o => o.File.IsNeeded)
            .ThenBy(o => o.File.GrownAt);
        foreach (var (_, file) in closable.Take(excess))
        {
            Park(file);
        }
    }

    /// <summary>Where hardly any descriptor is left, closes a stream's files as soon as they were looked at: readers open them in turn.</summary>
    public static void Spare(LogStream stream, FollowerParts parts)
    {
        if (!parts.Options.Descriptors.AreScarce)
        {
            return;
        }

        foreach (var file in stream.Members)
        {
            if ((CanBeOpenedAgain(file) && !IsBeingUncompressed(file)) || IsEmpty(file))
            {
                Park(file);
            }
        }
    }

    private static bool IsEmpty(FollowedFile file) => file is { Size: 0, Stat.Size: 0, DeletedAt: null, IsReplaced: false };

    /// <summary>Opened again, it would be read from its beginning.</summary>
    private static bool IsBeingUncompressed(FollowedFile file) => file is { IsCompressed: true, ReadTo: > 0 } && file.ReadTo < file.Size;

    private static bool CanBeOpenedAgain(FollowedFile file) => (file.DeletedAt is null || file.IsKept) && !file.IsReplaced && file.Head is not null;

    private static void Park(FollowedFile file)
    {
        file.Close();
        file.IsParked = true;
    }

    private static bool IsExceeded(IReadOnlyCollection<FollowedDirectory> directories, int maxOpen, int maxDeleted)
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

        return open > maxOpen || deleted > maxDeleted;
    }
}
