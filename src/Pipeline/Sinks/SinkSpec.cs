using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sinks;

/// <summary>Where logs go: exactly one kind, and what is common to all kinds.</summary>
public sealed partial record SinkSpec : Union<ISinkKind>
{
    /// <summary>How the store knows us.</summary>
    public AuthSpec? Auth { get; init; }

    /// <summary>How the connection is secured.</summary>
    public TlsSpec? Tls { get; init; }

    /// <summary>How many records go into one request.</summary>
    public BatchSpec? Batch { get; init; }

    /// <summary>How often a failed request is tried again. Trying never ends.</summary>
    public RetrySpec? Retry { get; init; }

    /// <summary>Which namespaces' pipelines may use this store. Default none.</summary>
    [ClusterOnly]
    public AllowedNamespacesSpec? AllowedNamespaces { get; init; }
}
