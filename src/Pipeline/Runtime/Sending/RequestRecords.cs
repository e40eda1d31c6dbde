using System.Collections;
using System.Runtime.InteropServices;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sinks;

namespace LogOperator.Pipeline.Runtime.Sending;

/// <summary>
/// The records of a request, in order. Runs of a batch are listed one by one only when somebody asks for a record: a sink that merely counts costs nothing for each. Used by one
/// thread at a time.
/// </summary>
internal sealed class RequestRecords : IReadOnlyList<RecordRef>
{
    private readonly List<(RecordBatch Batch, int First, int Count)> runs = [];
    private readonly List<RecordRef> listed = [];

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public RecordRef this[int index] => Listed()[index];

    /// <summary>Appends a record.</summary>
    public void Add(RecordRef record)
    {
        Listed();
        listed.Add(record);
        Count++;
    }

    /// <summary>Appends records of a batch that follow each other.</summary>
    public void AddRun(RecordBatch batch, int first, int count)
    {
        runs.Add((batch, first, count));
        Count += count;
    }

    /// <summary>Some of the records.</summary>
    public ReadOnlySpan<RecordRef> Slice(int first, int count) => CollectionsMarshal.AsSpan(Listed()).Slice(first, count);

    /// <inheritdoc/>
    public IEnumerator<RecordRef> GetEnumerator() => Listed().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private List<RecordRef> Listed()
    {
        if (runs.Count > 0)
        {
            listed.EnsureCapacity(Count);
            foreach (var (batch, first, count) in runs)
            {
                for (var i = first; i < first + count; i++)
                {
                    listed.Add(new RecordRef(batch, i));
                }
            }

            runs.Clear();
        }

        return listed;
    }
}
