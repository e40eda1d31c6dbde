namespace LogOperator.Pipeline.Configuration;

/// <summary>What happens when a buffer is full because its store does not keep up.</summary>
public enum WhenFull
{
    /// <summary>Reading for this store waits; the log files are the buffer.</summary>
    Block,

    /// <summary>The records that have waited longest are dropped and counted.</summary>
    DropOldest,

    /// <summary>Records that do not fit are dropped and counted.</summary>
    DropNewest,
}
