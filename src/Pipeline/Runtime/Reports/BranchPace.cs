namespace LogOperator.Pipeline.Runtime.Reports;

/// <summary>Whether a branch keeps up with what arrives, from the best to the worst.</summary>
public enum BranchPace
{
    /// <summary>It keeps up.</summary>
    Even,

    /// <summary>What arrived minutes ago is not acknowledged yet.</summary>
    Lagging,

    /// <summary>Its queue stays full, and more arrives than the store takes.</summary>
    BufferFilling,

    /// <summary>Records were dropped in the last minutes.</summary>
    Dropping,
}
