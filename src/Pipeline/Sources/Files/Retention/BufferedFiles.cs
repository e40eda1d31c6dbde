using System.Buffers;
using System.Globalization;
using LogOperator.Pipeline.Buffering.Disk;
using LogOperator.Pipeline.Native;
using LogOperator.Pipeline.Sources.Files.Identity;
using LogOperator.Pipeline.Sources.Files.Streams;
using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Sources.Files.Retention;

/// <summary>
/// Copies of files that may go before they were acknowledged and cannot be linked, in the disk buffer: what is needed of each, and its first
/// line, which its id is made of. Used by the follower's loop alone.
/// </summary>
internal sealed class BufferedFiles(DiskBuffer buffer, FollowerOptions options, ILogger logger)
{
    private const int PieceBytes = 256 * 1024;
    private const int BytesATurn = 8 * 1024 * 1024;
    private const ushort RegularFile = 0x8000;
    private readonly List<(FollowedFile File, BufferedCopy Copy)> uncommitted = [];
    private readonly Dictionary<string, long> refused = new(StringComparer.Ordinal);

    /// <summary>Bytes that the copies hold on the disk.</summary>
    public long HeldBytes => buffer.HeldBytes;

    /// <summary>Bytes that links and copies together may hold.</summary>
    public long Quota => buffer.Options.QuotaBytes;

    /// <summary>Bytes that found no room since the last look at the quota, by the namespace whose they are.</summary>
    public IReadOnlyDictionary<string, long> Refused => refused;

    /// <summary>The copies in the follower's buffer, if it has one.</summary>
    public static BufferedFiles? In(FollowerOptions options, ILogger logger) =>
        options.Buffer is { } buffer ? new BufferedFiles(buffer, options, logger) : null;

    /// <summary>Copies what is needed of a file and not copied yet; a part of it, if it is much. The rest follows at the next call.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="file">The file.</param>
    /// <param name="now">The time.</param>
    /// <param name="isLast">Whether there is no later call.</param>
    public void Keep(LogStream stream, FollowedFile file, DateTimeOffset now, bool isLast)
    {
        if (file.IsReplaced || now - file.CopyRefusedAt < options.Linger)
        {
            return;
        }

        var wasOpen = file.IsOpen;
        try
        {
            if (isLast && !file.IsCompressed && file.Look(out var stat) == 0 && stat.IsSameFile(file.Stat))
            {
                file.Grow(stat.Size);
            }

            if (file.Buffered is { } made ? made.To >= file.Size : !file.BeginsAsBefore())
            {
                return;
            }

            var copy = file.Buffered ??= Begin(stream, file, now);
            if (copy is not null && file.BeginsAsBefore())
            {
                Copy(file, copy, isLast ? long.MaxValue : copy.Written + BytesATurn);
                uncommitted.Add((file, copy));
                if (!isLast)
                {
                    Commit();
                }
            }
        }
        catch (IOException)
        {
            // What cannot be read now is tried again at the next look, and told by whoever reads the file.
        }
        finally
        {
            if (!wasOpen)
            {
                file.Close();
            }
        }
    }

    /// <summary>Makes what was copied last. After the last calls it is done for all of them together: syncs take most of the time.</summary>
    public void Commit()
    {
        // Whoever appended last first: that sync is for all before it.
        for (var i = uncommitted.Count - 1; i >= 0; i--)
        {
            var (file, copy) = uncommitted[i];
            if (copy.Written > copy.To && DiskBuffer.Commit(copy.Ticket))
            {
                copy.To = copy.Written;
                file.WasLinked = true;
                FilesLog.Copied(logger, file.Path, copy.To);
            }
        }

        uncommitted.Clear();
    }

    /// <summary>The copies that an earlier process left, oldest first.</summary>
    public IReadOnlyList<BufferedFile> Load()
    {
        BufferedFile[] found = [.. buffer.Streams.Select(Parse).OfType<BufferedFile>().OrderBy(f => f.Order)];
        if (found.Length > 0)
        {
            FilesLog.RestoredCopies(logger, found.Length);
        }

        return found;
    }

    /// <summary>Gives up a file's copy, if there is one.</summary>
    public static void Release(FollowedFile file)
    {
        if (file.Buffered is { } copy)
        {
            file.Buffered = null;
            if (copy.Stream is { } stream)
            {
                DiskBuffer.Acknowledge(stream, "", long.MaxValue);
            }
        }
    }

    /// <summary>Bytes that the copies of a namespace hold on the disk.</summary>
    public long HeldBy(string owner) => buffer.HeldBy(owner);

    /// <summary>Forgets what found no room.</summary>
    public void ForgetRefused() => refused.Clear();

    private BufferedCopy? Begin(LogStream stream, FollowedFile file, DateTimeOffset now)
    {
        var needed = options.NeededFrom?.Invoke(stream, file) ?? 0;
        if (needed >= file.Size)
        {
            return null;
        }

        // The time makes it unlike an earlier copy of the same file, of which all was acknowledged.
        var copy = new BufferedCopy(buffer, stream.Owner, KeyOf(stream, file, now), file.Id) { Written = needed };
        if (needed > 0)
        {
            Span<byte> head = stackalloc byte[FileHead.MaxLength];
            head = head[..file.ReadRaw(head[..(int)Math.Min(head.Length, needed)], 0)];
            var end = head.LastIndexOf((byte)'\n') + 1;
            if (copy.Append(end > 0 ? head[..end] : head, 0) != AppendResult.Accepted)
            {
                Refuse(copy, file.Size - needed);
                return null;
            }
        }

        return copy;
    }


    private void Copy(FollowedFile file, BufferedCopy copy, long most)
    {
        var piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            while (copy.Written < file.Size && copy.Written < most)
            {
                var length = file.ReadRaw(piece.AsSpan(0, PieceBytes), copy.Written);
                if (length == 0)
                {
                    return;
                }

                // Whole lines, so that damage costs whole lines.
                var end = piece.AsSpan(0, length).LastIndexOf((byte)'\n') + 1;
                length = end > 0 ? end : length;
                switch (copy.Append(piece.AsSpan(0, length), copy.Written))
                {
                    case AppendResult.Accepted:
                        copy.Written += length;
                        break;
                    case AppendResult.Full:
                        Refuse(copy, file.Size - copy.Written);
                        return;
                    default:
                        return;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private void Refuse(BufferedCopy copy, long bytes) => refused[copy.Owner] = refused.GetValueOrDefault(copy.Owner) + bytes;

    private static string KeyOf(LogStream stream, FollowedFile file, DateTimeOffset now) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(stream.Format == FileFormat.Cri ? "cri" : "plain")}/{stream.Directory.Trim('/')}/{stream.Stem}/{file.Order:x16}-{file.Stat.Inode:x}-{file.Stat.BirthNanos:x}-{now.UtcTicks:x}");

    private BufferedFile? Parse(StoredStream stream)
    {
        var (slash, top) = (stream.Key.LastIndexOf('/'), stream.Key.IndexOf('/', StringComparison.Ordinal));
        if (slash <= top || stream.Key[(slash + 1)..].Split('-') is not [var order, var inode, var birth, _]
            || !long.TryParse(order, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var position)
            || !ulong.TryParse(inode, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            || !long.TryParse(birth, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var birthNanos))
        {
            return null;
        }

        var path = stream.Key[top..slash];
        var directory = Path.GetDirectoryName(path)!;
        if (!options.Territory.Owns(directory))
        {
            return null;
        }

        // Devices are numbered anew at a reboot: it is the one of the directory, if that is there.
        var device = FileStat.OfPath(directory, follow: false, out var found) == 0 ? found.Device : 0;
        var end = stream.Log.EndOf(stream);
        return new BufferedFile(
            stream.Key[..top] == "cri" ? FileFormat.Cri : FileFormat.Plain,
            directory,
            Path.GetFileName(path),
            position,
            new FileStat(device, number, birthNanos, 0, end, 0, 0, RegularFile),
            new BufferedCopy(buffer, stream.Log.Owner, stream.Key, stream.FileId) { Written = end, To = end });
    }
}
