namespace LogOperator.Pipeline.Sinks.Http;

/// <summary>Compression of a request.</summary>
public enum HttpCompression
{
    /// <summary>Not compressed.</summary>
    None,

    /// <summary>gzip.</summary>
    Gzip,
}
