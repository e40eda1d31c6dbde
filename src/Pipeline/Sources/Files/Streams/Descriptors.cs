namespace LogOperator.Pipeline.Sources.Files.Streams;

/// <summary>
/// Counts the descriptors of followed files, all followers of a process together, and says how many they may take: sockets, checkpoints and
/// the runtime itself need the rest, and a process without any left ends. Any thread may call it.
/// </summary>
/// <param name="limit">How many the process may have.</param>
internal sealed class Descriptors(int limit)
{
    private const int Reserve = 192;
    private const int Least = 16;
    private readonly int available = Math.Max(Least, limit - Reserve);
    private int open;

    /// <summary>How many are held.</summary>
    public int Open => Volatile.Read(ref open);

    /// <summary>How many may stay open for long; idle files are closed beyond it, sooner or later.</summary>
    public int MaxOpen => available / 2;

    /// <summary>How many of them may be of deleted files, which cannot be opened again.</summary>
    public int MaxDeleted => available / 4;

    /// <summary>Whether so many are open that a file is closed as soon as it was looked at or read: the others get their turn.</summary>
    public bool AreScarce => Open > available / 8 * 5;

    /// <summary>Whether no more may be opened for now.</summary>
    public bool AreExhausted => Open >= available / 8 * 7;

    /// <summary>Notes that one more is held, or one less.</summary>
    public void Add(int change) => Interlocked.Add(ref open, change);
}
