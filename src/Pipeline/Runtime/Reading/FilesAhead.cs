using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Runtime.Reading;

/// <summary>The files that a cursor has still to read: it keeps them from being given up.</summary>
internal sealed class FilesAhead : IDisposable
{
    private ILogFile[] kept = [];
    private IReadOnlyList<ILogFile> seen = [];
    private ILogFile? stalled;

    /// <summary>Whether a file is kept.</summary>
    public bool Contains(ILogFile file) => kept.Contains(file);

    /// <summary>Whether these files are those that it was told of last.</summary>
    public bool HasSeen(IReadOnlyList<ILogFile> files) => ReferenceEquals(files, seen);

    /// <summary>Keeps the files from the present one on.</summary>
    /// <param name="files">The stream's files.</param>
    /// <param name="present">The file that is being read; null if none is yet.</param>
    /// <returns>Whether the files are others than before.</returns>
    public bool Keep(IReadOnlyList<ILogFile> files, ILogFile? present)
    {
        if (HasSeen(files))
        {
            return false;
        }

        foreach (var known in kept)
        {
            if (known != present && !files.Contains(known))
            {
                LetGo(known);
            }
        }

        var isAhead = present is null;
        var isHere = present is not null && files.Contains(present);
        foreach (var next in files)
        {
            isAhead |= next == present || (!isHere && !seen.Contains(next));
            if (isAhead && !kept.Contains(next))
            {
                next.Retain();
                kept = [.. kept, next];
            }
        }

        seen = files;
        return true;
    }

    /// <summary>Says which file has to wait: it must outlast its deletion, though nothing of it is on its way. Null for none.</summary>
    public void Stall(ILogFile? waiting)
    {
        if (waiting != stalled)
        {
            waiting?.RetainUnacknowledged();
            stalled?.ReleaseAcknowledged();
            stalled = waiting;
        }
    }

    /// <summary>Keeps a file no longer.</summary>
    public void LetGo(ILogFile passed)
    {
        if (kept.Contains(passed))
        {
            kept = Array.FindAll(kept, f => f != passed);
            passed.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stall(null);
        foreach (var file in kept)
        {
            file.Release();
        }

        kept = [];
    }
}
