namespace LogOperator.Pipeline.Sources.Files.Lines;

/// <summary>
/// What the joiners of one namespace hold together: at most twice as much as is left for the others. One alone has two thirds of the memory, and
/// however many have all that they may, some is left for the next. Safe for concurrent use.
/// </summary>
/// <param name="memory">What all namespaces hold together.</param>
internal sealed class HeldShare(HeldMemory memory)
{
    private const int PartsOfFree = 2;
    private long used;

    /// <summary>Bytes held now.</summary>
    public long Used => Volatile.Read(ref used);

    /// <summary>Whether that many more bytes fit.</summary>
    public bool Fits(int bytes) => Used + bytes <= PartsOfFree * (memory.Free - bytes);

    /// <summary>Counts what was taken; negative where it was given back.</summary>
    public void Add(int bytes)
    {
        Interlocked.Add(ref used, bytes);
        memory.Add(bytes);
    }
}
