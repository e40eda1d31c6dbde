using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Sources.Files;

/// <summary>One followed file: found again by device and inode, known by its id, wherever it was renamed to.</summary>
public interface ILogFile
{
    /// <summary>64-bit hash of the stream's key and the first complete line; see docs/ARCHITECTURE.md, Identity.</summary>
    ulong Id { get; }

    /// <summary>Its present name.</summary>
    string Path { get; }

    /// <summary>Bytes known to be in the file (uncompressed).</summary>
    long Size { get; }

    /// <summary>
    /// Whether no more bytes will come: it was rotated away and its successor is written, or its container ended, or it was deleted.
    /// A last line without newline is handed out only then.
    /// </summary>
    bool IsFinished { get; }

    /// <summary>Whether an earlier process left a link to it, because somebody had not acknowledged all of it.</summary>
    bool WasLeft => false;

    /// <summary>Whether it was certainly not written any more when another file of its stream was: by more than its name. False in doubt.</summary>
    bool IsOlderThan(ILogFile other) => false;

    /// <summary>
    /// Reads whole lines from an offset on, about 256 KiB of them. Readers at the same offset share the chunk. A line longer than a block
    /// comes in pieces flagged <see cref="LineFlags.Partial"/>. One reader thread at a time per file.
    /// </summary>
    /// <returns>A chunk with one reference, the caller's; null if there is no whole line beyond the offset at present.</returns>
    /// <exception cref="IOException">The file cannot be read now; to be retried, never taken for its end.</exception>
    Chunk? Read(long offset);

    /// <summary>Whether reading at an offset would certainly find nothing at present, and whoever follows the file is told when that changes.</summary>
    bool IsReadUpTo(long offset) => false;

    /// <summary>The start of the line in which an offset lies: the place behind the last newline before it.</summary>
    /// <param name="offset">An offset up to <see cref="Size"/>.</param>
    /// <exception cref="IOException">The file cannot be read now.</exception>
    long LineStart(long offset);

    /// <summary>
    /// Keeps a deleted file readable until <see cref="Release"/>: its descriptor is the only copy. A file that nobody retains is given up
    /// a while after it was finished. Does nothing for files that are never given up.
    /// </summary>
    void Retain()
    {
    }

    /// <summary>Pairs with <see cref="Retain"/>: the caller has no unacknowledged bytes in the file any more.</summary>
    void Release()
    {
    }

    /// <summary>Retains the file because bytes of it were handed on that nobody has acknowledged yet.</summary>
    void RetainUnacknowledged() => Retain();

    /// <summary>Pairs with <see cref="RetainUnacknowledged"/>: all of them are acknowledged.</summary>
    void ReleaseAcknowledged() => Release();
}
