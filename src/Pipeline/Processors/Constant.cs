using System.Text;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Processors;

/// <summary>
/// Bytes that are the same for every record, copied into each batch once. Used by one thread at a time.
/// </summary>
internal sealed class Constant(string text)
{
    private readonly byte[] bytes = Encoding.UTF8.GetBytes(text);
    private Slice last;

    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>Where the bytes lie in a batch.</summary>
    public Slice In(RecordBatch batch)
    {
        // The place in the batch before need not be this batch's; but if exactly these bytes stand there, it serves: an arena is only appended to.
        if (bytes.Length > 0 && last.Offset + last.Length <= batch.Arena.Length && batch.Read(last).SequenceEqual(bytes))
        {
            return last;
        }

        last = batch.Arena.Append(bytes);
        return last;
    }
}
