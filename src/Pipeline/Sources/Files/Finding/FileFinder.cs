using LogOperator.Pipeline.Native;

namespace LogOperator.Pipeline.Sources.Files.Finding;

/// <summary>Walks from patterns to the directories and files that they name at present.</summary>
/// <param name="cache">Listings.</param>
/// <param name="links">Follows links of plain files; those of container logs are never followed.</param>
/// <param name="troubles">Where errors are noted.</param>
/// <param name="territory">What may be touched, and which files are taken.</param>
/// <param name="own">A directory that is passed over; null if none is.</param>
internal sealed class FileFinder(DirectoryCache cache, LinkResolver links, FileTroubles troubles, Territory territory, string? own)
{
    private readonly Dictionary<(FileFormat Format, string Path), FoundDirectory> found = [];

    /// <summary>Whether links were on the way, so that the result may change although no directory on the way does.</summary>
    public bool PassedLinks { get; private set; }

    /// <summary>Walks all patterns.</summary>
    /// <returns>The directories with files, by format and path; valid until the next walk or <see cref="Forget"/>.</returns>
    public IReadOnlyDictionary<(FileFormat Format, string Path), FoundDirectory> Walk(IEnumerable<(FileFormat Format, PathPattern Pattern)> patterns)
    {
        found.Clear();
        PassedLinks = false;
        foreach (var (format, pattern) in patterns)
        {
            var error = links.Resolve(pattern.Start, out var start, out var stat);
            if (error == 0 && stat.IsDirectory)
            {
                PassedLinks |= start != pattern.Start;
                Enter(new Step(format, pattern, format == FileFormat.Cri ? start : "/"), start, pattern.Start, 0);
            }
            else
            {
                PassedLinks = true;
            }
        }

        return found;
    }

    /// <summary>Forgets what was found: there may be thousands of directories.</summary>
    public void Forget() => found.Clear();

    private void Enter(Step step, string directory, string foundAs, int at)
    {
        if (own is not null && directory.StartsWith(own, StringComparison.Ordinal) && (directory.Length == own.Length || directory[own.Length] == '/'))
        {
            return;
        }

        if (!territory.MayTouch(directory))
        {
            return;
        }

        var listing = cache.Get(directory);
        var name = step.Pattern.Names[at];
        var isLast = at == step.Pattern.Names.Count - 1;
        if (name == "**")
        {
            if (!isLast)
            {
                Enter(step, directory, foundAs, at + 1);
            }

            foreach (var entry in listing.Entries)
            {
                if (entry.IsDirectory && entry.Name[0] != '.')
                {
                    Enter(step, entry.Path, NameBelow(directory, foundAs, entry), at);
                }
                else if (isLast && !entry.IsDirectory)
                {
                    Take(step, directory, listing, entry, foundAs);
                }
            }

            return;
        }

        foreach (var entry in listing.Entries)
        {
            if (!PathPattern.MatchesName(name, entry.Name))
            {
                continue;
            }

            if (isLast)
            {
                if (!entry.IsDirectory)
                {
                    Take(step, directory, listing, entry, foundAs);
                }
            }
            else if (entry.IsDirectory)
            {
                Enter(step, entry.Path, NameBelow(directory, foundAs, entry), at + 1);
            }
            else if (entry.IsLink && Follow(step, entry, out var target, out var stat) && stat.IsDirectory)
            {
                Enter(step, target, $"{foundAs}/{entry.Name}", at + 1);
            }
        }
    }

    private void Take(Step step, string directory, DirectoryListing listing, DirectoryEntry entry, string foundAs)
    {
        var (file, place) = (entry.Path, NameBelow(directory, foundAs, entry));
        if (entry.IsLink)
        {
            if (!Follow(step, entry, out var target, out var stat) || !stat.IsRegular)
            {
                return;
            }

            directory = Path.GetDirectoryName(target)!;
            listing = cache.Get(directory);
            file = target;
        }

        if (!territory.Owns(directory))
        {
            return;
        }

        if (!found.TryGetValue((step.Format, directory), out var entries))
        {
            found[(step.Format, directory)] = entries = new FoundDirectory(directory, step.Root, step.Format, listing);
        }

        entries.Files.Add(new FoundFile(file, step.Pattern.Text, place));
    }

    /// <summary>The path as the pattern sees it: the entry's own where no link was on the way, so that it is in memory once.</summary>
    private static string NameBelow(string directory, string foundAs, DirectoryEntry entry) =>
        foundAs == directory && !foundAs.EndsWith('/') ? entry.Path : $"{foundAs}/{entry.Name}";

    private bool Follow(Step step, DirectoryEntry entry, out string target, out FileStat stat)
    {
        if (step.Format == FileFormat.Cri)
        {
            troubles.Note(entry.Path, $"expected a file or directory of the container runtime, found the symbolic link {entry.Path}, which is not followed");
            (target, stat) = ("", default);
            return false;
        }

        PassedLinks = true;
        var error = links.Resolve(entry.Path, out target, out stat);
        if (error == 0)
        {
            troubles.Clear(entry.Path);
        }
        else if (!Errno.IsAbsent(error))
        {
            troubles.Note(entry.Path, Errno.Describe("follow the link", entry.Path, error));
        }

        return error == 0;
    }

    private sealed record Step(FileFormat Format, PathPattern Pattern, string Root);
}
