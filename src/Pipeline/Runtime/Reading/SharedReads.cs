using System.Runtime.InteropServices;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Lines;

namespace LogOperator.Pipeline.Runtime.Reading;

/// <summary>
/// What the cursors of a lane read in one slice, on one thread: those that stand in the same chunk get that, also where the file has grown meanwhile, so that they come together and stay so;
/// and those that make the same records of it, and only hand them on, share the batch.
/// </summary>
internal sealed class SharedReads
{
    private const int Most = 8;

    // Empty between slices: there are thousands of lanes, and few readers.
    [ThreadStatic]
    private static SharedReads? ofThisThread;

    private readonly List<(ILogFile File, Chunk Chunk)> chunks = new(Most);
    private readonly List<(Chunk Chunk, long From, JoinOptions Joining, BatchAttributes Common, RecordBatch Batch)> batches = new(Most);

    /// <summary>The thread's own.</summary>
    public static SharedReads OfThisThread => ofThisThread ??= new();

    /// <summary>Reads from an offset on.</summary>
    /// <returns>A chunk in which a line begins there, with one reference, the caller's; null if there is no whole line.</returns>
    /// <exception cref="IOException">The file cannot be read now.</exception>
    public Chunk? Read(ILogFile file, long offset)
    {
        for (var i = chunks.Count - 1; i >= 0; i--)
        {
            if (chunks[i].File == file && chunks[i].Chunk.LineAt(offset) >= 0)
            {
                chunks[i].Chunk.Retain();
                return chunks[i].Chunk;
            }
        }

        // That nothing was there is not remembered: what is asked before reading, whether the file has ended, holds for this read only.
        var chunk = file.Read(offset);
        if (chunk is not null)
        {
            if (chunks.Count == Most)
            {
                Clear();
            }

            chunk.Retain();
            chunks.Add((file, chunk));
        }

        return chunk;
    }

    /// <summary>The batch that another cursor made of the same lines in the same way; null if none did.</summary>
    public RecordBatch? Find(Chunk chunk, long from, JoinOptions joining, BatchAttributes common)
    {
        foreach (ref readonly var shared in CollectionsMarshal.AsSpan(batches))
        {
            if (shared.Chunk == chunk && shared.From == from && shared.Common == common && (ReferenceEquals(shared.Joining, joining) || shared.Joining == joining))
            {
                return shared.Batch;
            }
        }

        return null;
    }

    /// <summary>Offers a batch to the cursors that come behind; nobody may change it any more.</summary>
    public void Add(Chunk chunk, long from, JoinOptions joining, BatchAttributes common, RecordBatch batch)
    {
        if (batches.Count < Most)
        {
            batch.Retain();
            batches.Add((chunk, from, joining, common, batch));
        }
    }

    /// <summary>Lets go of everything: the slice has ended.</summary>
    public void Clear()
    {
        foreach (var shared in batches)
        {
            shared.Batch.Release();
        }

        foreach (var shared in chunks)
        {
            shared.Chunk.Release();
        }

        batches.Clear();
        chunks.Clear();
    }
}
