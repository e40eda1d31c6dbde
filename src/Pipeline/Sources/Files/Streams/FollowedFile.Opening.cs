using LogOperator.Pipeline.Native;
using LogOperator.Pipeline.Sources.Files.Content;

namespace LogOperator.Pipeline.Sources.Files.Streams;

/// <content>The file's content: opened by its name, or where that is gone, what the disk buffer holds of it.</content>
internal sealed partial class FollowedFile
{
    /// <summary>Whether its name is gone and what the disk buffer holds is all that can be read of it.</summary>
    public bool IsBufferedAlone
    {
        get
        {
            lock (gate)
            {
                return Buffered is not null && Link is null && DeletedAt is not null && (content is null or BufferedContent);
            }
        }
    }

    /// <summary>Opens the file, unless it is open.</summary>
    /// <returns>0, or the error number; absent too where another file has its name now.</returns>
    public int Open()
    {
        lock (gate)
        {
            if (content is not null)
            {
                return 0;
            }

            IFileContent? opened = null;
            FileStat stat = default;
            var error = parts.Options.Descriptors.AreExhausted
                ? Errno.TooManyFiles
                : parts.Options.Opener(root, path, IsCompressed, out opened, out stat);
            if (error == 0 && !stat.IsSameFile(Stat))
            {
                opened!.Dispose();
                error = Errno.NoEntry;
            }

            if (error != 0)
            {
                Hold(Errno.IsAbsent(error) && Buffered is { To: > 0 } copy ? new BufferedContent(copy) : null);
                return content is null ? error : 0;
            }

            Hold(opened);
            return 0;
        }
    }

    /// <summary>Closes the descriptor; a later read opens it again.</summary>
    public void Close()
    {
        brokenAt = -1;
        LetGo();
    }

    /// <summary>Closes the descriptor and nothing else.</summary>
    private void LetGo()
    {
        lock (gate)
        {
            content?.Dispose();
            Hold(null);
        }
    }

    /// <summary>Takes what is read from now on, or nothing. Under the gate.</summary>
    private void Hold(IFileContent? next)
    {
        var change = (next?.Handle is null ? 0 : 1) - (content?.Handle is null ? 0 : 1);
        content = next;
        if (change != 0)
        {
            parts.Options.Descriptors.Add(change);
        }
    }

    /// <summary>Asks the open descriptor, else the name.</summary>
    /// <returns>0, or the error number.</returns>
    public int Look(out FileStat stat)
    {
        lock (gate)
        {
            if (content is { Handle: { } handle } and not GzipContent)
            {
                return FileStat.OfHandle(handle, out stat);
            }

            if (content is BufferedContent)
            {
                stat = Stat;
                return 0;
            }
        }

        return FileStat.OfPath(path, follow: false, out stat);
    }

    /// <summary>Where the open file is now; null if it was deleted, is not open or that cannot be told.</summary>
    public string? FindName()
    {
        lock (gate)
        {
            return content is { Handle: { } handle } and not GzipContent ? FileOpening.PathOf(handle) : null;
        }
    }

    /// <summary>Uncompressed size of a compressed file by its trailer.</summary>
    public long ArchivedSize()
    {
        lock (gate)
        {
            return content is GzipContent archive ? archive.SizeByTrailer() : 0;
        }
    }

    /// <summary>Reads the file's first bytes.</summary>
    /// <exception cref="IOException">It cannot be read now.</exception>
    public int ReadHead(Span<byte> buffer) => ReadRaw(buffer, 0);

    private IFileContent Opened()
    {
        lock (gate)
        {
            var error = Open();
            return error == 0 ? content! : throw Errno.Exception("open", path, error);
        }
    }
}
