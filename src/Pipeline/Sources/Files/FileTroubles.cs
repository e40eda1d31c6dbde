using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Sources.Files;

/// <summary>What cannot be opened, listed or read at present. Written by the follower, read by anyone.</summary>
/// <param name="time">Tells when something failed first.</param>
/// <param name="counters">Counts each failure.</param>
/// <param name="logger">Told of each that is new, and of its end.</param>
internal sealed class FileTroubles(TimeProvider time, FileCounters counters, ILogger logger)
{
    private readonly Dictionary<string, FileTrouble> troubles = [];
    private readonly Lock gate = new();

    /// <summary>A copy of the present ones.</summary>
    public IReadOnlyList<FileTrouble> Snapshot()
    {
        lock (gate)
        {
            return [.. troubles.Values];
        }
    }

    /// <summary>Notes a failure.</summary>
    public void Note(string path, string message)
    {
        counters.OpenFailed();
        FileTrouble? known;
        lock (gate)
        {
            troubles.TryGetValue(path, out known);
            troubles[path] = new FileTrouble(path, message, known?.Since ?? time.GetUtcNow());
        }

        if (known?.Message != message)
        {
            FilesLog.Trouble(logger, message);
        }
    }

    /// <summary>Notes that it works now, or does not matter any more.</summary>
    public void Clear(string path)
    {
        bool wasThere;
        lock (gate)
        {
            wasThere = troubles.Remove(path);
        }

        if (wasThere)
        {
            FilesLog.Resolved(logger, path);
        }
    }
}
