using LogOperator.Pipeline.Native;
using LogOperator.Pipeline.Sources.Files.Streams;

namespace LogOperator.Pipeline.Sources.Files.Identity;

/// <summary>
/// Tells to which stream a rotated file belonged before a restart. Its name alone does not: whether <c>app.log.1</c> is a log of its own or was
/// <c>app.log</c> depends on what was beside it when it was seen first, and its id depends on that; so does that of <c>app.log.1.gz</c> when it took its place.
/// </summary>
internal static class FormerStreams
{
    /// <summary>Whether a file is remembered as one of a stream of node files.</summary>
    /// <param name="parts">What the follower's parts share.</param>
    /// <param name="directory">The files' directory.</param>
    /// <param name="root">Beginning of it below which no link is followed.</param>
    /// <param name="stem">Name of the stream's current file.</param>
    /// <param name="file">Name of the file.</param>
    /// <param name="stat">What it is.</param>
    /// <param name="orCopy">Whether a copy of a file of the stream is one too: its first line is the same.</param>
    public static bool Had(FollowerParts parts, string directory, string root, string stem, string file, in FileStat stat, bool orCopy)
    {
        if (!stat.IsRegular || (!orCopy && !parts.Memory.Knows(stat.Inode, stat.BirthNanos)))
        {
            return false;
        }

        var (path, isCompressed) = ($"{directory.TrimEnd('/')}/{file}", file.EndsWith(".gz", StringComparison.Ordinal));
        if (parts.Options.Opener(root, path, isCompressed, out var content, out _) != 0)
        {
            return false;
        }

        try
        {
            Span<byte> bytes = stackalloc byte[FileHead.MaxLength];
            var head = FileHead.Of($"{directory.TrimEnd('/')}/{stem}", bytes[..content!.Read(bytes, 0)], final: false);
            var (inode, birth) = (stat.Inode, stat.BirthNanos);
            return head is not null && parts.Memory.Find(head.Hash).Any(k => orCopy || (k.Inode == inode && k.BirthNanos == birth));
        }
        catch (IOException)
        {
            return false;
        }
        finally
        {
            content!.Dispose();
        }
    }
}
