using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Native;
using LogOperator.Pipeline.Sources.Files.Identity;
using LogOperator.Pipeline.Sources.Files.Retention;

namespace LogOperator.Pipeline.Sources.Files.Streams;

/// <summary>Looks at the files of a stream: opens them, sees them grow, shrink and end, and gives them up.</summary>
/// <param name="parts">What the follower's parts share.</param>
internal sealed class StreamUpkeep(FollowerParts parts)
{
    private static readonly TimeSpan Undecided = TimeSpan.FromSeconds(10);
    private readonly FileIdentifier identifier = new(parts);
    private readonly StreamRetention retention = new(parts);

    /// <summary>Looks at all files of a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="now">The time.</param>
    /// <param name="grew">Whether a file has more bytes than before.</param>
    /// <returns>Whether readers have something new to look at.</returns>
    public bool Look(LogStream stream, DateTimeOffset now, out bool grew)
    {
        grew = false;
        stream.IsAwake = stream.Followers.Count > 0 || now - stream.SeenAt < Undecided;
        if (!stream.IsAwake)
        {
            // A retained file is about to be followed again, by the next form of a pipeline: if it is deleted, its descriptor is all there is.
            foreach (var member in stream.Members.Where(m => !m.IsRetained))
            {
                member.Close();
            }

            retention.Forsake(stream, now);
            return false;
        }

        var changed = false;
        for (var i = 0; i < stream.Members.Count; i++)
        {
            var member = stream.Members[i];
            changed |= Look(stream, member, now, ref grew);
            if (member.IsReplaced && !member.IsSucceeded)
            {
                Succeed(stream, member, i, now);
                changed = true;
            }
        }

        changed |= Finish(stream, now);
        changed |= Identify(stream, compressed: false) | Identify(stream, compressed: true);
        retention.Look(stream, now, isLast: false);
        foreach (var member in stream.Members)
        {
            Await(member, now);
        }

        DescriptorBudget.Spare(stream, parts);
        return stream.Publish() | changed;
    }

    /// <summary>
    /// Decides whether the files behind one that is there but cannot be opened wait for it: always if it was read before, since what is left of
    /// it would be passed over; else for a while, unless the file is certainly not for this process to read.
    /// </summary>
    private void Await(FollowedFile member, DateTimeOffset now)
    {
        member.IsAwaited = false;
        if (member.IsObscured && member.Head is null && member.DeletedAt is null)
        {
            member.WasKnown ??= parts.Memory.Knows(member.Stat.Inode, member.Stat.BirthNanos);
            member.IsAwaited = member.WasKnown.Value
                || (!parts.Options.Final && !member.IsDenied && now - member.SeenAt < parts.Options.Linger);
        }
    }

    /// <summary>Links or copies what would not outlast the process, which is about to end.</summary>
    public void Keep(LogStream stream, DateTimeOffset now) => retention.Look(stream, now, isLast: true);

    /// <summary>Tells what is not kept, once all that can be is.</summary>
    /// <returns>Bytes of deleted files that go with the process: the part of what was not acknowledged that no link and no copy keeps.</returns>
    public long Leave(LogStream stream)
    {
        var lost = 0L;
        foreach (var member in stream.Members.Where(m => m is { DeletedAt: not null, IsKept: false, IsRetained: true, IsReplaced: false, Head: not null }))
        {
            var needed = parts.Options.NeededFrom?.Invoke(stream, member) ?? 0;
            lost += Math.Max(0, member.Size - Math.Max(needed, member.Buffered?.To ?? 0));
            if (member.Buffered is { To: > 0 } copy)
            {
                parts.Options.CutOff?.Invoke(stream, member, copy.To);
            }
            else
            {
                parts.Options.GivenUp?.Invoke(stream, member, ByteFate.LostRetention);
            }
        }

        return lost;
    }

    /// <summary>
    /// Gives up files that are gone and not needed any more. The newest file stays as long as others do, and one before it for a while
    /// after its successor came: readers that stand at its end find their way from there.
    /// </summary>
    public void Prune(LogStream stream, DateTimeOffset now)
    {
        var isAllOver = true;
        foreach (var member in stream.Members)
        {
            isAllOver = isAllOver && IsOver(stream, member, now);
        }

        for (var i = stream.Members.Count - 1; i >= 0; i--)
        {
            var member = stream.Members[i];
            var hasLed = !stream.IsAwake || member.Head is null || (member.SucceededAt is { } since && now - since >= parts.Options.Linger);
            if (isAllOver || (hasLed && IsOver(stream, member, now)))
            {
                GiveUp(stream, member, member.IsReplaced ? ByteFate.LostTruncated : member.Link is null ? ByteFate.LostDeleted : ByteFate.LostOrphaned);
            }
        }
    }

    private bool IsOver(LogStream stream, FollowedFile member, DateTimeOffset now)
    {
        if (!stream.IsAwake)
        {
            return (member.IsReplaced || member.DeletedAt is not null) && !member.IsRetained
                && (!member.IsKept || now - member.SeenAt >= parts.Options.OrphanPatience);
        }

        var isGone = member.IsReplaced || (member.DeletedAt is not null && member.IsFinished);
        var isLost = member.IsReplaced || !member.IsOpen;
        var isRead = member.Head is null || member.ReadTo >= member.Size || member.WasLinked;

        // Retaining does not bring back a deleted file that is not open: readers who wait for it would wait for ever.
        var isKept = member.IsKept || (member.IsRetained && (member.IsReplaced || member.IsOpen));
        return isGone && !isKept && (isRead || isLost) && now - (member.FinishedAt ?? member.DeletedAt ?? member.GrownAt) >= parts.Options.Linger;
    }

    /// <summary>Gives up one file.</summary>
    /// <param name="stream">Its stream.</param>
    /// <param name="member">The file.</param>
    /// <param name="reason">What becomes of bytes in it that somebody has still to acknowledge.</param>
    public void GiveUp(LogStream stream, FollowedFile member, ByteFate reason)
    {
        if (member.Head is { } head)
        {
            parts.Memory.Forget(new KnownFile(head.Hash, member.Ordinal, member.Stat.Inode, member.Stat.BirthNanos));
            if (stream.Followers.Count > 0 && member.ReadTo < member.Size && !(member.WasLinked && !member.IsRetained))
            {
                parts.Counters.Released();
            }
        }
        else if (member.Stat.Size > 0 && stream.Followers.Count > 0)
        {
            parts.Counters.HasVanished();
        }

        parts.Troubles.Clear(member.Path);
        parts.Retained?.Release(member);
        BufferedFiles.Release(member);
        member.Replace();
        member.Finish(true);
        member.Close();
        if (member.Head is not null)
        {
            // Told when nothing more can be read, and before the stream is without it.
            parts.Options.GivenUp?.Invoke(stream, member, reason);
        }

        stream.Members.Remove(member);
        stream.Publish();
    }

    /// <summary>Oldest first, so that numbers grow with age; compressed forms after what they may be forms of.</summary>
    private bool Identify(LogStream stream, bool compressed)
    {
        var changed = false;
        for (var i = 0; i < stream.Members.Count; i++)
        {
            var (member, count) = (stream.Members[i], stream.Members.Count);
            if (member.Head is null && !member.IsReplaced && member.IsOpen && member.IsCompressed == compressed && (compressed || member.Size > 0))
            {
                changed |= identifier.Identify(stream, member);
                i -= count - stream.Members.Count;
            }
        }

        return changed;
    }

    private bool Look(LogStream stream, FollowedFile member, DateTimeOffset now, ref bool grew)
    {
        if (member.IsReplaced || (member.DeletedAt is not null && !member.IsOpen && !member.IsKept))
        {
            return false;
        }

        if (!member.IsOpen && !member.IsParked && !(member.IsFinished && member.Head is not null))
        {
            var failed = member.Open();
            member.IsObscured = failed != 0 && !Errno.IsAbsent(failed);
            if (failed != 0)
            {
                member.IsDenied = failed is Errno.NoAccess or Errno.NotPermitted or Errno.TooManyLinks or Errno.NoDevice;
                if (!Errno.IsAbsent(failed))
                {
                    parts.Troubles.Note(member.Path, Errno.Describe("open", member.Path, failed));
                }

                return false;
            }

            parts.Troubles.Clear(member.Path);
        }

        var readTo = member.ReadTo;
        var error = member.Look(out var stat);
        if (error != 0 || !stat.IsSameFile(member.Stat))
        {
            if (error != 0 && !Errno.IsAbsent(error))
            {
                parts.Troubles.Note(member.Path, Errno.Describe("look at", member.Path, error));
            }

            return false;
        }

        if (member.IsCompressed)
        {
            return LookCompressed(member, stat, now);
        }

        // Written without growing beyond what was read: the reader would see nothing new and not notice either.
        var isRewritten = stat.Size <= readTo && stat.ModifiedNanos != member.Stat.ModifiedNanos && !member.BeginsAsBefore();
        if (stat.Size < member.Stat.Size || stat.Size < readTo || isRewritten)
        {
            member.Replace();
            return true;
        }

        var more = stat.Size > member.Stat.Size;
        if (more)
        {
            member.GrownAt = now;
            member.Grow(stat.Size);
            member.IsParked = false;
            grew = true;
            if (member.Head is null)
            {
                // It was empty and closed to save descriptors: readers would pass it over while it has no id.
                _ = member.Open();
            }
        }

        member.Stat = stat;
        return more;
    }

    private static bool LookCompressed(FollowedFile member, in FileStat stat, DateTimeOffset now)
    {
        var rewritten = stat.Size != member.Stat.Size;
        if (rewritten)
        {
            // It was still being written: what seemed to be its end was none.
            member.GrownAt = now;
            member.Close();
            _ = member.Open();
        }

        if (rewritten || member.Size == 0)
        {
            member.Grow(member.ArchivedSize());
        }

        member.Stat = stat;
        return rewritten;
    }

    /// <summary>What is in a truncated file now becomes a file of its own, behind the one that was in it before.</summary>
    private void Succeed(LogStream stream, FollowedFile member, int at, DateTimeOffset now)
    {
        parts.Counters.Truncated();
        member.IsSucceeded = true;
        var next = member.Renewed(now);
        if (next.Open() == 0 && next.Look(out var stat) == 0)
        {
            next.Stat = stat;
            next.Grow(stat.Size);
        }

        if (next.IsOpen && next.FindName() is null)
        {
            next.DeletedAt = now;
        }

        stream.Members.Insert(at + 1, next);

        // A link to it leads to the new bytes: to keep it for the old ones would take these up twice.
        parts.Retained?.Release(member);
        if (member.IsNeeded)
        {
            stream.MoveToCopy(member);
        }
    }

    private bool Finish(LogStream stream, DateTimeOffset now)
    {
        var changed = false;
        FollowedFile? successor = null;
        for (var i = stream.Members.Count - 1; i >= 0; i--)
        {
            var member = stream.Members[i];
            if (successor is not null)
            {
                member.SucceededAt ??= now;
            }
            else
            {
                member.SucceededAt = null;
            }

            var finished = IsFinished(stream, member, successor, now);
            if (finished != member.IsFinished)
            {
                member.Finish(finished);
                changed = true;
            }

            member.FinishedAt = finished ? member.FinishedAt ?? now : null;
            successor = member.Head is not null ? member : successor;
        }

        return changed;
    }

    private bool IsFinished(LogStream stream, FollowedFile member, FollowedFile? successor, DateTimeOffset now)
    {
        if (member.IsReplaced)
        {
            // Files that stay empty never get an id and are passed over.
            var next = stream.Members.IndexOf(member) + 1;
            while (next < stream.Members.Count && stream.Members[next] is { Head: null, IsFinished: true })
            {
                next++;
            }

            return member.IsSucceeded && next < stream.Members.Count && stream.Members[next].Head is not null;
        }

        if (parts.Options.Final)
        {
            return true;
        }

        var quiet = now - member.GrownAt;
        if (member.IsCompressed)
        {
            return !member.IsBroken || quiet >= parts.Options.Linger;
        }

        if (successor is { Size: > 0 })
        {
            // Whether its name is still there says nothing more: who rotates often deletes soon.
            return Least(quiet, now - (member.SucceededAt ?? now)) >= parts.Options.SuccessorDelay;
        }

        if ((member.DeletedAt ?? member.SucceededAt) is { } since)
        {
            return Least(quiet, now - since) >= parts.Options.FinishDelay;
        }

        return stream.IsEnded && quiet >= parts.Options.FinishDelay;
    }

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
