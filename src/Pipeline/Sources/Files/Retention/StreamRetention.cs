using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Sources.Files.Identity;
using LogOperator.Pipeline.Sources.Files.Streams;

namespace LogOperator.Pipeline.Sources.Files.Retention;

/// <summary>
/// Decides which files of a stream are linked. One that is not written any more is, as soon as it is seen, while somebody needs it: it is
/// next to be deleted. The one that is written is once somebody has lagged behind its end for a while: its pod may be deleted.
/// </summary>
/// <param name="parts">What the follower's parts share.</param>
internal sealed class StreamRetention(FollowerParts parts)
{
    // Places are times, in ticks of 100 ns. Between two there is room for more.
    private const long Step = 1 << 10;
    /// <summary>Links and unlinks.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="now">The time.</param>
    /// <param name="isLast">Whether there is no later time to do it.</param>
    public void Look(LogStream stream, DateTimeOffset now, bool isLast)
    {
        if (parts.Retained is null && parts.Buffered is null)
        {
            return;
        }

        var (lags, order) = (false, long.MinValue);
        for (var i = 0; i < stream.Members.Count; i++)
        {
            var member = stream.Members[i];
            if (member.IsReplaced)
            {
                Release(member);
                continue;
            }

            if (!IsOrdered(member) && LeastBehind(stream, i) is var behind && (member.Order <= order || member.Order >= behind))
            {
                member.Order = Between(order, behind);
            }

            order = Math.Max(order, member.Order);
            if (member.Head is null)
            {
                continue;
            }

            var isWritten = member.Rank == RotatedName.Current && member.DeletedAt is null && i == stream.Members.Count - 1;
            var isRetained = member.IsRetained;
            member.UnretainedSince = isRetained || stream.Followers.Count == 0 ? null : member.UnretainedSince ?? now;
            lags |= member.IsUnacknowledged || (isRetained && member.ReadTo < member.Size);
            NoteLag(member, lags, now);
            var isWanted = member.DeletedAt is not null
                ? isRetained
                : lags && isRetained && (!isWritten || isLast || LagsForLong(stream, member, now));
            if (isWanted && member.Link is null)
            {
                Keep(stream, member, now, isWritten, isLast);
            }
            else if (!isWanted && (member.Link is not null || member.Buffered is not null) && IsDone(member, member.DeletedAt is null && isRetained && !lags, now))
            {
                Release(member);
            }
        }
    }

    /// <summary>Whether the name of a link or copy tells a file's place already.</summary>
    private static bool IsOrdered(FollowedFile member) => member.Link is not null || member.Buffered is not null;

    /// <summary>The lowest place of those behind a member that have one: an earlier process may have linked them, and not what is found before them now.</summary>
    private static long LeastBehind(LogStream stream, int at)
    {
        var least = long.MaxValue;
        for (var i = at + 1; i < stream.Members.Count; i++)
        {
            least = IsOrdered(stream.Members[i]) ? Math.Min(least, stream.Members[i].Order) : least;
        }

        return least;
    }

    /// <summary>A place behind one and before another, if there is room; else behind the first.</summary>
    private static long Between(long order, long behind) =>
        behind == long.MaxValue || behind <= order ? order + Step
        : order < behind - (2 * Step) ? behind - Step
        : order + Math.Max(1, (behind - order) / 2);

    private static void NoteLag(FollowedFile member, bool lags, DateTimeOffset now)
    {
        if (!lags)
        {
            member.LaggingSince = null;
        }
        else if (member.LaggingSince is null)
        {
            (member.LaggingSince, member.LaggingTo) = (now, member.Size);
        }
    }

    /// <summary>
    /// Whether the same bytes have waited for long. In a file that grows all the time there are always some on their way, which is no reason to link it; once what waited is
    /// through, a later end is noted. To ask is not free, and is done where half of the time is over.
    /// </summary>
    private bool LagsForLong(LogStream stream, FollowedFile member, DateTimeOffset now)
    {
        var (lag, most) = (now - member.LaggingSince!.Value, parts.Options.RetainAfter);
        if (lag >= most / 2 && member.Link is null && stream.Followers.Count > 0
            && stream.Followers.TrueForAll(f => f.Observer.NeededFrom(stream, member) >= member.LaggingTo))
        {
            (member.LaggingSince, member.LaggingTo) = (now, member.Size);
            return false;
        }

        return lag >= most;
    }

    /// <summary>Gives up the links of a stream that nobody follows, except those that still wait for somebody after a start.</summary>
    public void Forsake(LogStream stream, DateTimeOffset now)
    {
        foreach (var member in stream.Members)
        {
            if (member.IsKept && member.DeletedAt is null && !member.IsRetained && now - member.SeenAt >= parts.Options.OrphanPatience)
            {
                parts.Options.GivenUp?.Invoke(stream, member, ByteFate.LostOrphaned);
                Release(member);
            }
        }
    }

    /// <summary>Links a file, or where that cannot be, copies what is needed of it. The file that is written is copied at the end only.</summary>
    private void Keep(LogStream stream, FollowedFile member, DateTimeOffset now, bool isWritten, bool isLast)
    {
        if (!(now - member.LinkFailedAt < parts.Options.Linger))
        {
            parts.Retained?.Keep(stream, member, now);
        }

        if (member.Link is not null)
        {
            BufferedFiles.Release(member);
        }
        else if (isLast || !isWritten)
        {
            parts.Buffered?.Keep(stream, member, now, isLast);
        }
    }

    private void Release(FollowedFile member)
    {
        parts.Retained?.Release(member);
        BufferedFiles.Release(member);
    }

    /// <summary>Whether a link or a copy has done its service. A reader that has not come yet retains nothing: it gets some time.</summary>
    private bool IsDone(FollowedFile member, bool isCaughtUp, DateTimeOffset now) =>
        isCaughtUp || (member.UnretainedSince is { } since && (member.ReadTo >= member.Size || now - since >= parts.Options.Linger));
}
