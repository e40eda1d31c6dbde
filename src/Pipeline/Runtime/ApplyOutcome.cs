namespace LogOperator.Pipeline.Runtime;

/// <summary>What was done with a pipeline when a configuration was applied.</summary>
public enum ApplyOutcome
{
    /// <summary>It runs as it ran before, untouched.</summary>
    Unchanged,

    /// <summary>It was started.</summary>
    Started,

    /// <summary>It was swapped for its new form at its present place in the files.</summary>
    Swapped,

    /// <summary>Its new form cannot run; its old form, if there is one, goes on.</summary>
    Refused,

    /// <summary>It is gone from the configuration; what was read is delivered for a while.</summary>
    Stopped,
}
