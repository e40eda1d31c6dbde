using LogOperator.Pipeline.Sources.Files.Streams;

namespace LogOperator.Pipeline.Sources.Files.Identity;

/// <summary>Gives files their ids, and finds out which of them are only copies of others.</summary>
/// <param name="parts">What the follower's parts share.</param>
internal sealed class FileIdentifier(FollowerParts parts)
{
    /// <summary>Identifies a member whose first line is complete. One that turns out to be a copy leaves the stream's members.</summary>
    /// <returns>Whether the stream's files changed.</returns>
    public bool Identify(LogStream stream, FollowedFile file)
    {
        Span<byte> bytes = stackalloc byte[FileHead.MaxLength];
        int length;
        try
        {
            length = file.ReadHead(bytes);
        }
        catch (IOException e)
        {
            parts.Troubles.Note(file.Path, e.Message);
            file.IsObscured = true;
            return false;
        }

        file.IsObscured = false;
        var head = FileHead.Of(stream.Key, bytes[..length], file.IsFinished);
        if (head is null)
        {
            return false;
        }

        var known = parts.Memory.Find(head.Hash);
        if (file is { FoundBy: FoundBy.VagueName, IsCompressed: false } && !known.Any(k => k.Inode == file.Stat.Inode && k.BirthNanos == file.Stat.BirthNanos))
        {
            // Logs of their own may begin alike.
            Leave(stream, file, file);
            return false;
        }

        var isRotated = file.Rank != RotatedName.Current;
        if (isRotated && FindOriginal(stream, file, head) is { } original)
        {
            TakeAsCopy(stream, file, original);
            return true;
        }

        if (file.FoundBy != FoundBy.Pattern && known.Count == 0 && (file.FoundBy == FoundBy.VagueName || !FollowsOlder(stream, file)))
        {
            Leave(stream, file, file);
            return false;
        }

        file.Identify(head, OrdinalOf(stream, file, head, known));
        file.WasRead = known.Any(k => k.Ordinal == file.Ordinal);
        parts.Memory.Remember(new KnownFile(head.Hash, file.Ordinal, file.Stat.Inode, file.Stat.BirthNanos));
        return true;
    }

    private static FollowedFile? FindOriginal(LogStream stream, FollowedFile file, FileHead head)
    {
        foreach (var other in stream.Members)
        {
            if (other == file || other.Head?.Hash != head.Hash)
            {
                continue;
            }

            var isOriginal = file.IsCompressed
                ? !other.IsCompressed && (other.Rank == file.Rank || other.DeletedAt is not null || other.IsReplaced)
                : other.SeenAt < file.SeenAt && (other.Rank == RotatedName.Current || other.IsReplaced);
            if (isOriginal)
            {
                return other;
            }
        }

        return null;
    }

    private void TakeAsCopy(LogStream stream, FollowedFile copy, FollowedFile original)
    {
        var size = original.IsBufferedAlone ? copy.ArchivedSize() : 0;
        stream.PlaceAs(original, copy);
        Leave(stream, copy, original);
        if (size > original.Size)
        {
            // More was written after an earlier process had copied it.
            stream.MoveToCopy(original);
            original.Grow(size);
            return;
        }

        if ((original.IsReplaced || (original.DeletedAt is not null && !original.IsOpen && !original.IsKept)) && original.IsNeeded)
        {
            // What a link of it leads to by now are other bytes.
            parts.Retained?.Release(original);
            stream.MoveToCopy(original);
        }
    }

    private static void Leave(LogStream stream, FollowedFile file, FollowedFile original)
    {
        file.Close();
        stream.Members.Remove(file);
        stream.Copies.Add(new FileCopy(file.Path, file.Stat, original));
    }

    /// <summary>Whether a file that no pattern names came after one that is or was followed: two rotations at once, or while nobody looked.</summary>
    private static bool FollowsOlder(LogStream stream, FollowedFile file)
    {
        // Members stand in the order of their age.
        foreach (var other in stream.Members)
        {
            if (other == file)
            {
                return false;
            }

            if ((other.SeenAt < file.SeenAt || other.WasRead) && other.DeletedAt is null && !other.IsReplaced)
            {
                return true;
            }
        }

        return false;
    }

    private static int OrdinalOf(LogStream stream, FollowedFile file, FileHead head, IReadOnlyList<KnownFile> known)
    {
        // The highest: a truncated file keeps its inode, and its last generation is the one that is in it.
        for (var i = known.Count - 1; i >= 0; i--)
        {
            if (known[i].Inode == file.Stat.Inode && known[i].BirthNanos == file.Stat.BirthNanos && !IsTaken(stream, head, known[i].Ordinal))
            {
                return IsLatest(stream, head, known[i].Ordinal) ? known[i].Ordinal : Next(stream, head, known);
            }
        }

        // A rotated file may have been copied or compressed meanwhile. First lines of container logs hold the time: equal means the same.
        if (file.Rank != RotatedName.Current || stream.Format == FileFormat.Cri)
        {
            foreach (var candidate in known)
            {
                if (!IsTaken(stream, head, candidate.Ordinal))
                {
                    return candidate.Ordinal;
                }
            }
        }

        return Next(stream, head, known);
    }

    private static bool IsTaken(LogStream stream, FileHead head, int ordinal) =>
        stream.Members.Exists(m => m.Head?.Hash == head.Hash && m.Ordinal == ordinal);

    private static bool IsLatest(LogStream stream, FileHead head, int ordinal) =>
        !stream.Members.Exists(m => m.Head?.Hash == head.Hash && m.IsReplaced && m.Ordinal > ordinal);

    private static int Next(LogStream stream, FileHead head, IReadOnlyList<KnownFile> known)
    {
        var next = known.Count == 0 ? 0 : known[^1].Ordinal + 1;
        foreach (var member in stream.Members)
        {
            if (member.Head?.Hash == head.Hash)
            {
                next = Math.Max(next, member.Ordinal + 1);
            }
        }

        return next;
    }
}
