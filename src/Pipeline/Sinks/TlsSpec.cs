using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sinks;

/// <summary>How the connection is secured.</summary>
public sealed partial record TlsSpec
{
    /// <summary>Whether TLS is used. Default Required for https addresses, else Disabled.</summary>
    public TlsMode? Mode { get; init; }

    /// <summary>Certificate authority in PEM form that the server's certificate must come from. Default the system's; key <c>ca.crt</c>.</summary>
    public SecretKeyRef? CaRef { get; init; }

    /// <summary>Client certificate: a Secret of type kubernetes.io/tls (<c>tls.crt</c>, <c>tls.key</c>).</summary>
    public SecretRef? ClientCertRef { get; init; }

    /// <summary>Name that the server's certificate must carry, where it differs from the address.</summary>
    public string? ServerName { get; init; }
}
