namespace LogOperator.Pipeline.Sinks;

/// <summary>Whether TLS is used.</summary>
public enum TlsMode
{
    /// <summary>TLS with a verified certificate.</summary>
    Required,

    /// <summary>No TLS.</summary>
    Disabled,
}
