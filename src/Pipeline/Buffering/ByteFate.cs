namespace LogOperator.Pipeline.Buffering;

/// <summary>What became of bytes of a file for a branch, with the reason. The numbers stand in checkpoint files: none is used twice.</summary>
internal enum ByteFate : byte
{
    /// <summary>The store has acknowledged them.</summary>
    Acknowledged = 0,

    /// <summary>The dead letter store has acknowledged them.</summary>
    DeadLettered = 1,

    /// <summary>Stages took them out.</summary>
    FilteredStage = 2,

    /// <summary>The source does not take them: the other one of standard output and error, or a hole that truncation left.</summary>
    FilteredSource = 3,

    /// <summary>No route takes them.</summary>
    FilteredUnrouted = 4,

    /// <summary>Routes take them to other stores only.</summary>
    FilteredElsewhere = 5,

    /// <summary>A stage failed that says <c>onError: Drop</c>.</summary>
    DroppedStageFailed = 6,

    /// <summary>Longer than a limit.</summary>
    DroppedTooLong = 7,

    /// <summary>The store rejected them.</summary>
    DroppedRejected = 8,

    /// <summary>A single record is too large for the store.</summary>
    DroppedTooLarge = 9,

    /// <summary>Their pipeline was deleted, and its time to drain ended.</summary>
    DroppedDeleted = 10,

    /// <summary>The quota of links to deleted files was full.</summary>
    LostRetention = 11,

    /// <summary>Too many deleted files were held open.</summary>
    LostDescriptors = 12,

    /// <summary>The file was truncated first.</summary>
    LostTruncated = 13,

    /// <summary>The file was deleted, and could not be kept.</summary>
    LostDeleted = 14,

    /// <summary>Nobody came for the link to a deleted file.</summary>
    LostOrphaned = 15,

    /// <summary>The branch's buffer was full, and its pipeline promises its best effort only.</summary>
    DroppedFull = 16,
}
