namespace LogOperator.Pipeline.Records;

/// <summary>What the stages decided about a record. Anything but <see cref="Live"/> ends its way.</summary>
public enum Fate : byte
{
    /// <summary>Goes on to the router.</summary>
    Live = 0,

    /// <summary>Taken out on purpose, by <c>drop</c> or <c>keep</c>; or the source does not take it.</summary>
    Filtered,

    /// <summary>Discarded because a stage failed and says <c>onError: Drop</c>.</summary>
    Failed,

    /// <summary>Discarded because it is longer than <c>delivery.maxRecordBytes</c>.</summary>
    TooLong,

    /// <summary>Was finished before: read again only to complete what stands beside it. Counted nowhere.</summary>
    Handled,

    /// <summary>No route takes it.</summary>
    Unrouted,
}
