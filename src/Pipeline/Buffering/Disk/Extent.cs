namespace LogOperator.Pipeline.Buffering.Disk;

/// <summary>Bytes of a stream that lie in one segment, without a gap; entries of other streams may lie between them.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Position">Where the frame of the first entry begins.</param>
/// <param name="LastPosition">Where the frame of the last entry begins.</param>
/// <param name="Offset">Where in the stream they begin.</param>
/// <param name="End">Where in the stream they end.</param>
internal readonly record struct Extent(Segment Segment, long Position, long LastPosition, long Offset, long End);
