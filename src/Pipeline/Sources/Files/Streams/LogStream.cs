using System.Collections.Frozen;
using LogOperator.Pipeline.Sources.Files.Identity;

namespace LogOperator.Pipeline.Sources.Files.Streams;

/// <summary>The files of one log, as the follower knows them. Changed by the follower alone; <see cref="Files"/> is for everybody.</summary>
internal sealed class LogStream : ILogStream
{
    private volatile ILogFile[] files = [];
    private string reader = "";

    /// <summary>Makes a stream without files.</summary>
    /// <param name="directory">The directory of its files.</param>
    /// <param name="stem">Name of the file that is being written.</param>
    /// <param name="format">How its lines are framed.</param>
    /// <param name="pod">What the path tells of the pod; null for files of the node.</param>
    public LogStream(string directory, string stem, FileFormat format, PodLogPath? pod)
    {
        Directory = directory;
        Stem = stem;
        Format = format;
        Pod = pod;
        Key = pod?.Key ?? $"{directory.TrimEnd('/')}/{stem}";
    }

    /// <inheritdoc/>
    public string Key { get; }

    /// <inheritdoc/>
    public string Namespace => Pod?.Namespace ?? "";

    /// <inheritdoc/>
    public FileFormat Format { get; }

    /// <inheritdoc/>
    public DateTimeOffset BeganAt { get; set; }

    /// <inheritdoc/>
    public IReadOnlyList<ILogFile> Files => files;

    /// <inheritdoc/>
    public IReadOnlyList<UnidentifiedFile> Unidentified =>
        [.. Members.Where(m => m.Head is null && !m.IsReplaced).Select(m => new UnidentifiedFile(m, m.IsCompressed ? long.MaxValue : m.Stat.Size))];

    /// <summary>The directory of its files.</summary>
    public string Directory { get; }

    /// <summary>Name of the file that is being written.</summary>
    public string Stem { get; }

    /// <summary>What the path tells of the pod; null for files of the node.</summary>
    public PodLogPath? Pod { get; }

    /// <summary>Everything known, oldest first: files without an id too.</summary>
    public List<FollowedFile> Members { get; } = new(1);

    /// <summary>Copies of members: compressed forms, and what copytruncate left. They are no files of their own.</summary>
    public List<FileCopy> Copies { get; } = [];

    /// <summary>The patterns that led to it.</summary>
    public IReadOnlySet<string> Patterns { get; private set; } = FrozenSet<string>.Empty;

    /// <summary>The paths by which patterns found it, through links too.</summary>
    public IReadOnlyList<string> FoundAs { get; private set; } = [];

    /// <summary>Who follows it.</summary>
    public List<Subscription> Followers { get; } = new(1);

    /// <summary>
    /// Namespace that what is kept of its files counts against: the pod's. For files of the node it is that of the pipeline that follows them, the first by
    /// name, or that followed them last.
    /// </summary>
    public string Owner
    {
        get
        {
            if (Pod is not null || Followers.Count == 0)
            {
                return Pod?.Namespace ?? reader;
            }

            reader = Followers[0].Observer.Namespace;
            foreach (var follower in Followers)
            {
                var other = follower.Observer.Namespace;
                reader = string.CompareOrdinal(other, reader) < 0 ? other : reader;
            }

            return reader;
        }
    }

    /// <summary>Whether the sources were asked if they select it.</summary>
    public bool IsAsked { get; set; }

    /// <summary>Whether other patterns led to it than when the sources were asked.</summary>
    public bool ArePatternsNew { get; set; }

    /// <summary>When it was seen first.</summary>
    public DateTimeOffset SeenAt { get; init; }

    /// <summary>Whether a later run of the container exists.</summary>
    public bool IsEnded { get; set; }

    /// <summary>Whether its files are held open: someone follows it, or it is too new to say.</summary>
    public bool IsAwake { get; set; } = true;

    /// <summary>Notes what leads to it now.</summary>
    /// <param name="patterns">The patterns; nobody may change the set any more.</param>
    /// <param name="paths">The paths by which they found it.</param>
    public void LedTo(IReadOnlySet<string> patterns, IEnumerable<string> paths)
    {
        ArePatternsNew |= patterns != Patterns && !patterns.SetEquals(Patterns);
        Patterns = patterns;
        FoundAs = paths.ToArray();
    }

    /// <summary>Adds a member where it belongs by its age: behind those that are gone, at the end if nothing tells.</summary>
    public void Insert(FollowedFile member, RotationOrder order)
    {
        var (at, place) = (Members.Count, member.Place);
        while (at > 0 && Members[at - 1] is { IsReplaced: false, DeletedAt: null } other && order.IsBefore(place, other.Place))
        {
            at--;
        }

        Members.Insert(at, member);
    }

    /// <summary>
    /// A member that was there by its link alone stood before all that were found by their names: those of them go before it that are older by the date
    /// in the name of its compressed form. Not once readers know it.
    /// </summary>
    public void PlaceAs(FollowedFile original, FollowedFile copy)
    {
        var at = Members.IndexOf(original);
        if (at < 0 || !original.WasLeft || original.DeletedAt is null || !copy.IsCompressed || !RotatedName.IsDate(copy.Rank) || files.Contains(original))
        {
            return;
        }

        original.Rank = copy.Rank;
        for (var i = at + 1; i < Members.Count; i++)
        {
            if (Members[i] is var other && RotatedName.IsDate(other.Rank) && other.Rank < original.Rank && !files.Contains(other))
            {
                Members.RemoveAt(i);
                Members.Insert(at++, other);
            }
        }
    }

    /// <summary>Goes on reading a member whose own bytes are gone in a copy of it, if there is one.</summary>
    /// <returns>Whether there is one.</returns>
    public bool MoveToCopy(FollowedFile member)
    {
        if (Copies.Find(c => c.Original == member) is not { } copy)
        {
            return false;
        }

        Copies.Remove(copy);
        member.MoveTo(copy.Path, copy.Stat);
        member.DeletedAt = null;
        member.Rank = Math.Min(member.Rank, RotatedName.Current - 1);
        return true;
    }

    /// <summary>When the stream began: the pod's start where that is known, else the birth of the oldest file.</summary>
    public DateTimeOffset FindBeginning(IPodDirectory? pods)
    {
        if (Pod is { } pod && pods?.Find(pod.Namespace, pod.Pod, pod.Uid)?.StartedAt is { } started)
        {
            return started;
        }

        var oldest = Members.Count == 0 ? 0 : Members.Min(m => m.Stat.BirthNanos > 0 ? m.Stat.BirthNanos : m.Stat.ModifiedNanos);
        return oldest == 0 ? SeenAt : DateTimeOffset.UnixEpoch.AddTicks(oldest / 100);
    }

    /// <summary>
    /// Publishes the members that have an id. Those behind one that has to be waited for come later, or readers would pass that over; what
    /// was published stays so.
    /// </summary>
    /// <returns>Whether the list changed.</returns>
    public bool Publish()
    {
        // Asked at every look, of thousands of streams: most times nothing is new.
        var (count, isSame, isHeldBack) = (0, true, false);
        foreach (var member in Members)
        {
            if (IsPublic(member, ref isHeldBack))
            {
                isSame &= count < files.Length && files[count] == member;
                count++;
            }
        }

        if (isSame && count == files.Length)
        {
            return false;
        }

        files = Public(count);
        return true;
    }

    private ILogFile[] Public(int count)
    {
        var (now, next, isHeldBack) = (new ILogFile[count], 0, false);
        foreach (var member in Members)
        {
            if (IsPublic(member, ref isHeldBack))
            {
                now[next++] = member;
            }
        }

        return now;
    }

    private bool IsPublic(FollowedFile member, ref bool isHeldBack)
    {
        isHeldBack |= member.Head is null && member.IsAwaited;
        return member.Head is not null && (!isHeldBack || files.Contains(member));
    }
}
