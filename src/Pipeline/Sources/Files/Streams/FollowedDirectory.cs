using LogOperator.Pipeline.Native;
using LogOperator.Pipeline.Sources.Files.Finding;
using LogOperator.Pipeline.Sources.Files.Identity;
using LogOperator.Pipeline.Sources.Files.Retention;

namespace LogOperator.Pipeline.Sources.Files.Streams;

/// <summary>The streams whose files lie in one directory: which names are which file's.</summary>
/// <param name="path">The directory.</param>
/// <param name="format">How lines are framed.</param>
/// <param name="parts">What the follower's parts share.</param>
internal sealed class FollowedDirectory(string path, FileFormat format, FollowerParts parts)
{
    // A file whose name says nothing about its age is older than whatever comes.
    private const long Unplaced = long.MinValue;
    private readonly StreamsByStem streams = new();
    private FoundFile[]? last;
    private DirectoryListing listing = DirectoryListing.Empty;
    private string root = "/";

    /// <summary>The directory.</summary>
    public string Path => path;

    /// <summary>Its streams.</summary>
    public List<LogStream> Streams => streams.All;

    /// <summary>Whether patterns lead to it now.</summary>
    public bool IsFound { get; private set; }

    /// <summary>Until when sizes are looked at often.</summary>
    public DateTimeOffset ActiveUntil { get; set; }

    /// <summary>Forgets a stream.</summary>
    public void Remove(LogStream stream) => streams.Remove(stream);

    /// <summary>Takes up a file that is kept by a link: its name may be there or not.</summary>
    /// <returns>Its stream; null where the names do not tell one.</returns>
    public LogStream? Restore(RetainedFile kept, string below)
    {
        var now = parts.Time.GetUtcNow();
        if (StreamFor(kept.Stem) is not { } stream)
        {
            return null;
        }

        var written = DateTimeOffset.UnixEpoch.AddTicks(kept.Stat.ModifiedNanos / 100);
        stream.Members.Add(new FollowedFile(kept.Path, below, kept.Stat, format, parts)
        {
            Rank = Unplaced,
            SeenAt = now,
            GrownAt = written < now ? written : now,
            DeletedAt = written < now ? written : now,
            Order = kept.Order,
            Link = new FileLink(parts.Retained!, stream, System.IO.Path.GetFileName(kept.Path)),
            WasLinked = true,
            WasLeft = true,
        });
        return stream;
    }

    /// <summary>Takes up a file that is kept by a copy: its name may be there or not.</summary>
    /// <returns>Its stream; null where the names do not tell one, or it is kept by a link too.</returns>
    public LogStream? Restore(BufferedFile kept)
    {
        if (StreamFor(kept.Stem) is not { } stream
            || stream.Members.Exists(m => m.Stat.Inode == kept.Stat.Inode && m.Stat.BirthNanos == kept.Stat.BirthNanos))
        {
            return null;
        }

        var member = new FollowedFile(PathOf(kept.Stem), "/", kept.Stat, format, parts)
        {
            Rank = Unplaced,
            SeenAt = parts.Time.GetUtcNow(),
            GrownAt = DateTimeOffset.UnixEpoch,
            DeletedAt = DateTimeOffset.UnixEpoch,
            Order = kept.Order,
            Buffered = kept.Copy,
            WasLinked = true,
        };
        stream.Members.Insert(stream.Members.TakeWhile(m => m.Order <= kept.Order).Count(), member);
        return stream;
    }

    /// <summary>Gives streams with files that are kept by links or copies the patterns that would lead to them.</summary>
    public void Claim(IEnumerable<(FileFormat Format, PathPattern Pattern)> patterns)
    {
        foreach (var stream in streams.All.Where(s => s.Members.Exists(m => m.IsKept)))
        {
            var name = PathOf(stream.Stem);
            var leading = patterns.Where(p => p.Format == format && p.Pattern.Matches(name)).Select(p => p.Pattern.Text).ToArray();
            if (leading.Length > 0)
            {
                stream.LedTo(parts.Patterns.Share(stream.Patterns.Union(leading).ToHashSet()), stream.FoundAs.Append(name).Distinct());
            }
        }
    }

    /// <summary>Compares the names with the files known: finds new files, renamed ones and deleted ones.</summary>
    /// <param name="found">What patterns led to; null if nothing at all.</param>
    /// <param name="changed">Streams whose members changed are added.</param>
    public void Reconcile(FoundDirectory? found, HashSet<LogStream> changed)
    {
        IsFound = found is not null;
        if (found is not null && last is not null && listing == found.Listing && found.Files.SequenceEqual(last))
        {
            return;
        }

        last = found?.Files.ToArray();
        listing = found?.Listing ?? DirectoryListing.Empty;
        root = found?.Root ?? root;
        var sorted = found is null ? [] : Sort(found);
        foreach (var names in sorted.Values)
        {
            Reconcile(names.Stream, names.Files, changed);
        }

        foreach (var stream in streams.All)
        {
            if (!sorted.ContainsKey(stream.Stem))
            {
                Reconcile(stream, [], changed);
            }
        }

        NoteEnds();
    }

    /// <summary>Gives each name to its stream: the one that follows the file already, else the one that the name tells.</summary>
    private Dictionary<string, StreamNames> Sort(FoundDirectory found)
    {
        var (sorted, owners) = (new Dictionary<string, StreamNames>(), NoteOwners());
        var wanted = new HashSet<string>();
        foreach (var file in found.Files)
        {
            var full = System.IO.Path.GetFileName(file.Path);
            if (RotatedName.IsTemporary(full))
            {
                continue;
            }

            var error = FileStat.OfPath(file.Path, follow: false, out var stat);
            var name = RotatedName.Parse(full);
            var owner = error == 0 ? owners.GetValueOrDefault(IdentityOf(stat)) : null;
            if ((owner ?? StreamOf(full, name, error, stat)) is not { } stream)
            {
                continue;
            }

            if (!sorted.TryGetValue(stream.Stem, out var names))
            {
                sorted[stream.Stem] = names = new StreamNames(stream);
            }

            names.Add(file);
            if (wanted.Add(full))
            {
                names.Files.Add(new CandidateFile(full, RotatedName.RankIn(stream.Stem, full), FoundBy.Pattern, error, stat));
            }
        }

        // Rotated files beside a followed one, whether or not a pattern names them.
        foreach (var entry in listing.Entries)
        {
            if (format != FileFormat.Plain || entry.IsDirectory || entry.IsLink || (entry.Name.ToString() is var full && wanted.Contains(full)))
            {
                continue;
            }

            var (name, by) = (RotatedName.Parse(full), FoundBy.Name);
            if ((name.Rank == RotatedName.Current || !sorted.ContainsKey(name.Stem)) && RotatedName.ParseInfix(full) is { } infixed)
            {
                (name, by) = (infixed, FoundBy.VagueName);
            }

            if (name.Rank != RotatedName.Current && sorted.TryGetValue(name.Stem, out var names))
            {
                var error = FileStat.OfPath(entry.Path, follow: false, out var stat);
                names.Files.Add(new CandidateFile(full, name.Rank, by, error, stat));
            }
        }

        foreach (var names in sorted.Values)
        {
            names.End(parts.Patterns);
        }

        return sorted;
    }

    private Dictionary<(ulong Device, ulong Inode, long BirthNanos), LogStream> NoteOwners()
    {
        var owners = new Dictionary<(ulong Device, ulong Inode, long BirthNanos), LogStream>();
        foreach (var stream in streams.All)
        {
            foreach (var member in stream.Members)
            {
                owners[IdentityOf(member.Stat)] = stream;
            }

            foreach (var copy in stream.Copies)
            {
                owners[IdentityOf(copy.Stat)] = stream;
            }
        }

        return owners;
    }

    private static (ulong Device, ulong Inode, long BirthNanos) IdentityOf(in FileStat stat) => (stat.Device, stat.Inode, stat.BirthNanos);

    private string PathOf(string name) => $"{path.TrimEnd('/')}/{name}";

    /// <summary>A run of a container has ended when a later one has begun.</summary>
    private void NoteEnds()
    {
        var latest = -1;
        foreach (var stream in streams.All)
        {
            latest = Math.Max(latest, stream.Pod?.Restart ?? -1);
        }

        foreach (var stream in streams.All)
        {
            stream.IsEnded = stream.Pod is { } pod && pod.Restart < latest;
        }
    }

    private LogStream? StreamOf(string file, RotatedName name, int error, in FileStat stat)
    {
        if (name.IsCompressed && streams.Find(file[..^".gz".Length]) is { } uncompressed)
        {
            return uncompressed;
        }

        if (format == FileFormat.Plain && error == 0 && RotatedName.ParseInfix(file) is { } infixed
            && (streams.Find(infixed.Stem) is not null || listing.Find(infixed.Stem) is { IsDirectory: false })
            && FormerStreams.Had(parts, path, root, infixed.Stem, file, stat, orCopy: infixed.IsCompressed))
        {
            return StreamFor(infixed.Stem);
        }

        var stem = name.Stem;
        if (format == FileFormat.Plain && stem != file)
        {
            var isAlone = streams.Find(stem) is null && listing.Find(stem) is not { IsDirectory: false };
            var wasOther = error == 0 && FormerStreams.Had(parts, path, root, isAlone ? stem : file, file, stat, orCopy: isAlone);
            var original = name.IsCompressed && !wasOther && error == 0 ? file[..^".gz".Length] : stem;

            // What it is the compressed form of may have been a log of its own.
            var wasAlone = original != stem && FormerStreams.Had(parts, path, root, original, file, stat, orCopy: true)
                && (isAlone || !FormerStreams.Had(parts, path, root, stem, file, stat, orCopy: true));
            stem = wasAlone ? original : isAlone == wasOther ? stem : file;
        }

        return StreamFor(stem);
    }

    private LogStream? StreamFor(string stem)
    {
        if (streams.Find(stem) is { } known)
        {
            return known;
        }

        var pod = format == FileFormat.Cri ? PodLogPath.TryParse(path, stem, parts.Names) : null;
        if (format == FileFormat.Cri && pod is null)
        {
            return null;
        }

        var stream = new LogStream(path, parts.Names.Share(stem), format, pod) { SeenAt = parts.Time.GetUtcNow() };
        streams.Add(stream);
        return stream;
    }

    private void Reconcile(LogStream stream, List<CandidateFile> names, HashSet<LogStream> changed)
    {
        var present = new HashSet<FollowedFile>();
        var copies = new HashSet<FileCopy>();
        var admitted = new List<CandidateFile>();
        var now = parts.Time.GetUtcNow();
        foreach (var name in names)
        {
            if (name.Error != 0)
            {
                if (!Errno.IsAbsent(name.Error))
                {
                    // Not knowing which file this is, none of the stream may be taken for deleted.
                    parts.Troubles.Note(PathOf(name.Name), Errno.Describe("look at", PathOf(name.Name), name.Error));
                    present.UnionWith(stream.Members);
                    last = null;
                }
            }
            else if (!name.Stat.IsRegular)
            {
                continue;
            }
            else if (stream.Copies.Find(c => c.Stat.IsSameFile(name.Stat)) is { } copy)
            {
                copies.Add(copy with { Path = PathOf(name.Name) });
            }
            else if (stream.Members.FindLast(m => (!m.IsReplaced || !m.IsSucceeded) && m.Stat.IsSameFile(name.Stat)) is { } member)
            {
                Settle(stream, member, PathOf(name.Name), name);
                present.Add(member);
            }
            else
            {
                admitted.Add(name);
            }
        }

        stream.Copies.Clear();
        stream.Copies.AddRange(copies);
        foreach (var member in stream.Members)
        {
            if (!present.Contains(member) && !member.IsReplaced && member.DeletedAt is null)
            {
                Miss(stream, member, now);
                changed.Add(stream);
            }
        }

        // Only now: a new file's place depends on which of the others are gone.
        var order = RotationOrder.Of(names.Select(n => n.Place));
        foreach (var name in admitted)
        {
            Admit(stream, name, order, now);
            changed.Add(stream);
        }
    }

    private void Settle(LogStream stream, FollowedFile member, string file, CandidateFile name)
    {
        if (parts.Retained?.Holds(member.Path) == true || (member.Buffered is not null && member.DeletedAt is not null))
        {
            if (name.Rank == RotatedName.Current)
            {
                // By its link alone it was one of the rotated files, whose order need not be that of their ends.
                stream.Members.Remove(member);
                stream.Members.Add(member);
            }

            // Opened by its link or from its copy, it would not tell where its name goes.
            member.Relocate(file, root);
            member.Close();
        }
        else if (member.Path != file)
        {
            member.Rename(file);
        }

        member.Rank = name.Rank;
        member.DeletedAt = null;
    }

    private void Admit(LogStream stream, CandidateFile name, RotationOrder order, DateTimeOffset now)
    {
        var member = new FollowedFile(listing.Find(name.Name)?.Path ?? PathOf(name.Name), root, name.Stat, format, parts)
        {
            Rank = name.Rank,
            FoundBy = name.By,
            SeenAt = now,
            GrownAt = now,
        };
        stream.Insert(member, order);
    }

    /// <summary>A member's name is gone: it was renamed to one that nobody asked for, or deleted.</summary>
    private void Miss(LogStream stream, FollowedFile member, DateTimeOffset now)
    {
        if (FindAgain(stream, member) is { } name)
        {
            var file = System.IO.Path.GetFileName(name);
            var isTold = RotatedName.Parse(file).Stem == stream.Stem || RotatedName.ParseInfix(file)?.Stem == stream.Stem;
            member.Rename(name);
            member.Rank = isTold && RotatedName.RankIn(stream.Stem, file) is not RotatedName.Current and var rank ? rank : Unplaced;
        }
        else if (member.Link?.Path is { } link)
        {
            member.DeletedAt = now;
            member.Relocate(link, parts.Retained!.Directory);
        }
        else if (member.IsOpen || !stream.MoveToCopy(member))
        {
            member.DeletedAt = now;
        }
    }

    private string? FindAgain(LogStream stream, FollowedFile member)
    {
        if (member.IsOpen && !member.IsCompressed)
        {
            return member.FindName();
        }

        foreach (var entry in listing.Entries)
        {
            if (entry.Name.StartsWith(stream.Stem, StringComparison.Ordinal)
                && FileStat.OfPath(entry.Path, follow: false, out var stat) == 0 && stat.IsSameFile(member.Stat))
            {
                return entry.Path;
            }
        }

        return null;
    }
}
