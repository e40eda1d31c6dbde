namespace LogOperator.Pipeline.Sinks;

/// <summary>How the namespaces that may use a cluster store are chosen.</summary>
public enum AllowedFrom
{
    /// <summary>None: cluster pipelines only.</summary>
    None,

    /// <summary>Every namespace.</summary>
    All,

    /// <summary>By their labels.</summary>
    Selector,

    /// <summary>By their names.</summary>
    Names,
}
