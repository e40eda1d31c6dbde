namespace LogOperator.Pipeline.Sinks.File;

/// <summary>When a record of a file store counts as delivered.</summary>
public enum FileDurability
{
    /// <summary>When it was written: survives a crash of the agent.</summary>
    Write,

    /// <summary>When it was synced to the disk: survives a crash of the machine.</summary>
    Fsync,
}
