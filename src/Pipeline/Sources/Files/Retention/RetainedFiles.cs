using System.Globalization;
using LogOperator.Pipeline.Native;
using LogOperator.Pipeline.Sources.Files.Finding;
using LogOperator.Pipeline.Sources.Files.Streams;
using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Sources.Files.Retention;

/// <summary>
/// The directory of hard links to files that may go before they were read: <c>cri</c> or <c>plain</c>, then the path of the stream's
/// current file as directories, then a name of order, inode and birth. The names come from directories that exist, so that none leads out
/// of it. Used by the follower's loop alone.
/// </summary>
internal sealed class RetainedFiles : IDisposable
{
    private const int OwnerOnly = 0b111_000_000;
    private const int ForOthers = 0b000_111_111;
    private const string ArchiveSuffix = ".gz";
    private readonly FileStream ownership;
    private readonly bool isOptional;
    private readonly FileCounters counters;
    private readonly ILogger logger;
    private readonly HashSet<int> told = [];
    private readonly HashSet<ulong> elsewhere = [];

    private RetainedFiles(string directory, long quota, FileStream ownership, bool isOptional, FileCounters counters, ILogger logger)
    {
        this.isOptional = isOptional;
        Directory = directory;
        Quota = quota;
        this.ownership = ownership;
        this.counters = counters;
        this.logger = logger;
    }

    /// <summary>The directory.</summary>
    public string Directory { get; }

    /// <summary>Bytes that links may keep from being freed.</summary>
    public long Quota { get; }

    /// <summary>Takes the directory into use.</summary>
    /// <returns>Null if none is configured, or it cannot be used, which is told.</returns>
    public static RetainedFiles? Open(FollowerOptions options, FileCounters counters, ILogger logger)
    {
        if (options.RetentionDirectory is not { } wanted)
        {
            return null;
        }

        var directory = wanted.TrimEnd('/');
        try
        {
            Make(directory);
            var error = FileStat.OfPath(directory, follow: false, out var stat);
            if (error != 0 || !stat.IsDirectory || stat.User != Libc.EffectiveUser() || (stat.Mode & ForOthers) != 0)
            {
                throw new IOException($"expected a directory at {directory} that belongs to user {Libc.EffectiveUser()} with mode 0700, found something else");
            }

            var ownership = new FileStream($"{directory}/lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var quota = options.RetentionQuota ?? RetentionQuota.Default(directory);
            return new RetainedFiles(directory, quota, ownership, options.LinksAreOptional, counters, logger);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            counters.LinkFailed();
            FilesLog.CannotLink(logger, $"cannot use {directory}: {e.Message}");
            return null;
        }
    }

    /// <summary>Whether a path is one of a link.</summary>
    public bool Holds(string path) => path.StartsWith(Directory, StringComparison.Ordinal) && path.Length > Directory.Length && path[Directory.Length] == '/';

    /// <summary>The directory of the links to a stream's files.</summary>
    public string DirectoryOf(LogStream stream) => $"{Directory}/{NameOf(stream.Format)}/{stream.Directory.Trim('/')}/{stream.Stem}";

    /// <summary>The links that there are, oldest first.</summary>
    public IReadOnlyList<RetainedFile> Load()
    {
        var found = new List<RetainedFile>();
        foreach (var format in (ReadOnlySpan<FileFormat>)[FileFormat.Plain, FileFormat.Cri])
        {
            var top = $"{Directory}/{NameOf(format)}";
            if (System.IO.Directory.Exists(top))
            {
                Load(top, top.Length, format, found);
            }
        }

        if (found.Count > 0)
        {
            FilesLog.Restored(logger, found.Count, Directory);
        }

        return [.. found.OrderBy(f => f.Order)];
    }

    /// <summary>Links a file, unless it is.</summary>
    public void Keep(LogStream stream, FollowedFile file, DateTimeOffset now)
    {
        if (elsewhere.Contains(file.Stat.Device))
        {
            // Making directories for it, and removing them, would take most of the time of a stop.
            file.LinkFailedAt = now;
            return;
        }

        var directory = DirectoryOf(stream);
        var suffix = file.IsCompressed ? ArchiveSuffix : "";
        var name = string.Create(CultureInfo.InvariantCulture, $"{file.Order:x16}-{file.Stat.Inode:x}-{file.Stat.BirthNanos:x}{suffix}");
        int error;
        try
        {
            Make(directory);
            error = file.LinkTo($"{directory}/{name}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Tell(e.HResult, $"cannot make {directory}: {e.Message}");
            file.LinkFailedAt = now;
            return;
        }

        if (error == 0)
        {
            (file.Link, file.WasLinked, file.LinkFailedAt) = (new FileLink(this, stream, name), true, null);
            return;
        }

        file.LinkFailedAt = now;
        Clean(directory);
        if (isOptional && error is Errno.CrossDevice or Errno.NotPermitted)
        {
            if (error == Errno.CrossDevice)
            {
                elsewhere.Add(file.Stat.Device);
            }

            return;
        }

        if (Errno.IsAbsent(error))
        {
            // Its last name went meanwhile, which says nothing about other files.
            counters.LinkFailed();
            return;
        }

        Tell(error, error == Errno.CrossDevice
            ? $"cannot link {file.Path} to {Directory}: they lie on different mounts (EXDEV)"
            : Errno.Describe($"link to {Directory}", file.Path, error));
    }

    /// <summary>Removes a file's link, if there is one.</summary>
    public void Release(FollowedFile file)
    {
        if (file.Link?.Path is not { } link)
        {
            return;
        }

        try
        {
            File.Delete(link);
            file.Link = null;
            Clean(Path.GetDirectoryName(link)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Tell(e.HResult, $"cannot remove {link}: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => ownership.Dispose();

    private static string NameOf(FileFormat format) => format == FileFormat.Cri ? "cri" : "plain";

    private static void Make(string directory)
    {
        if (FileStat.OfPath(directory, follow: false, out _) == 0)
        {
            return;
        }

        Make(Path.GetDirectoryName(directory)!);
        if (Libc.MakeDirectoryAt(Libc.AtCurrentDirectory, directory, OwnerOnly) != 0 && Errno.Last is var error and not Errno.Exists)
        {
            throw Errno.Exception("make the directory", directory, error);
        }
    }

    private static (long Order, ulong Inode)? Parse(string name)
    {
        var plain = name.EndsWith(ArchiveSuffix, StringComparison.Ordinal) ? name[..^ArchiveSuffix.Length] : name;
        return plain.Split('-') is [{ Length: 16 } order, var inode, _]
            && long.TryParse(order, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var position)
            && ulong.TryParse(inode, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? (position, number)
            : null;
    }

    private void Load(string directory, int topLength, FileFormat format, List<RetainedFile> found)
    {
        try
        {
            foreach (var entry in DirectoryListing.Of(directory, 0).Entries)
            {
                if (entry.IsDirectory)
                {
                    Load(entry.Path, topLength, format, found);
                }
                else if (Parse(Path.GetFileName(entry.Path)) is var (order, inode) && FileStat.OfPath(entry.Path, follow: false, out var stat) == 0
                    && stat.IsRegular && stat.Inode == inode)
                {
                    var stream = directory[topLength..];
                    found.Add(new RetainedFile(format, Path.GetDirectoryName(stream)!, Path.GetFileName(stream), order, entry.Path, stat));
                }
            }

            Clean(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Tell(e.HResult, $"cannot list {directory}: {e.Message}");
        }
    }

    /// <summary>Removes directories that are empty.</summary>
    private void Clean(string directory)
    {
        try
        {
            while (Holds(directory) && !System.IO.Directory.EnumerateFileSystemEntries(directory).Any())
            {
                System.IO.Directory.Delete(directory);
                directory = Path.GetDirectoryName(directory)!;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Tell(e.HResult, $"cannot remove {directory}: {e.Message}");
        }
    }

    /// <summary>Counts a failure, and tells the first of its kind.</summary>
    private void Tell(int kind, string message)
    {
        counters.LinkFailed();
        if (told.Add(kind))
        {
            FilesLog.CannotLink(logger, message);
        }
    }
}
