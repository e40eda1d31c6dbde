using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Processors;

/// <summary>
/// Changes records, one at a time, on the reader's thread. Used by one thread at a time; may keep scratch memory between calls.
/// Allocates nothing per record and throws nothing, whatever the record holds.
/// </summary>
public interface IProcessor
{
    /// <summary>Processes one record; taking it out is setting its <see cref="Record.Fate"/>.</summary>
    /// <returns>False if it could not be processed; then it was left as it was.</returns>
    bool Process(Record record);
}
