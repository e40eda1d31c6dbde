namespace LogOperator.Pipeline.Buffering.Disk;

/// <summary>What became of an entry that was to be appended.</summary>
internal enum AppendResult
{
    /// <summary>It is written; it lasts once <see cref="DiskBuffer.Commit"/> says so.</summary>
    Accepted,

    /// <summary>It does not fit into the quota. Nothing was written.</summary>
    Full,

    /// <summary>The disk refuses, or too much waits to be synced. Nothing was written; to be tried again.</summary>
    Unavailable,
}
