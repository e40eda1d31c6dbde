using System.Text;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Processors;

/// <summary>
/// Bytes that are the same for every record, copied into each batch once. Used by one thread at a time.
/// </summary>
internal sealed class Constant(string text)
{
    private readonly byte[] bytes = Encoding.UTF8.GetBytes(text);
    private RecordBatch? lastBatch;
    private int lastUse;
    private Slice last;

    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>Where the bytes lie in a batch.</summary>
    public Slice In(RecordBatch batch)
    {
        if (batch != lastBatch || batch.Use != lastUse)
        {
            (lastBatch, lastUse, last) = (batch, batch.Use, batch.Arena.Append(bytes));
        }

        return last;
    }
}
