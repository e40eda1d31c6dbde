namespace LogOperator.Pipeline.Buffering.Disk;

/// <summary>What an entry of a segment is.</summary>
internal enum EntryKind : byte
{
    /// <summary>Bytes of a stream.</summary>
    Data = 1,

    /// <summary>How far a reader has acknowledged a stream.</summary>
    Position = 2,

    /// <summary>The segment is complete: what is missing before it is lost, and was not just never written.</summary>
    End = 3,
}
