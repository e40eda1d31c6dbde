namespace LogOperator.Pipeline.Runtime.Reports;

/// <summary>Whether a branch moves data.</summary>
public enum BranchState
{
    /// <summary>Nothing was sent yet.</summary>
    Idle,

    /// <summary>The last try was acknowledged.</summary>
    Flowing,

    /// <summary>The store cannot be reached or is not well; tried again.</summary>
    Unreachable,

    /// <summary>The store refuses us or what we ask for; tried again, but the configuration has to change.</summary>
    Misconfigured,
}
