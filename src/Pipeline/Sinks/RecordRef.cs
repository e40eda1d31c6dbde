using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Sinks;

/// <summary>A record as a place in a batch that somebody else keeps alive.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Index">Index of the record in it.</param>
public readonly record struct RecordRef(RecordBatch Batch, int Index)
{
    /// <summary>The record.</summary>
    public Record Record => Batch[Index];
}
