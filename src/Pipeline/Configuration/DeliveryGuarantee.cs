namespace LogOperator.Pipeline.Configuration;

/// <summary>What is promised for each record.</summary>
public enum DeliveryGuarantee
{
    /// <summary>Every record is delivered at least once, or shown as dropped with the reason.</summary>
    AtLeastOnce,

    /// <summary>Records may be dropped when a store does not keep up.</summary>
    BestEffort,
}
