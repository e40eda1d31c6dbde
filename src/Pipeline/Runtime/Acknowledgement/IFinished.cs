using LogOperator.Pipeline.Buffering;

namespace LogOperator.Pipeline.Runtime.Acknowledgement;

/// <summary>Is told what became of the records of a batch that waited in a branch.</summary>
internal interface IFinished
{
    /// <summary>Records are acknowledged, or dropped for a reason.</summary>
    /// <param name="records">Their indices in the batch.</param>
    /// <param name="bytes">Bytes that they own in the file in which they begin.</param>
    /// <param name="fate">What became of them.</param>
    void Finish(ReadOnlySpan<int> records, long bytes, ByteFate fate);

    /// <summary>Records that follow each other, of a batch of which the branch takes every record, are acknowledged, or dropped for a reason.</summary>
    /// <param name="first">Index of the first.</param>
    /// <param name="count">Number of records.</param>
    /// <param name="bytes">Bytes that they own in their file.</param>
    /// <param name="fate">What became of them.</param>
    void FinishRun(int first, int count, long bytes, ByteFate fate);

    /// <summary>Records are given up: they were neither acknowledged nor dropped, and the branch does not deliver them any more.</summary>
    void Abandon();

    /// <summary>The batch is about to be reused: all of it is finished or given up.</summary>
    void LetGo();
}
