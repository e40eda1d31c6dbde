namespace LogOperator.Pipeline.Processors.Timestamp;

/// <summary>How a time is written.</summary>
public enum TimestampLayout
{
    /// <summary>As in 2026-01-02T15:04:05.999Z; an offset, a space for the T and up to nine digits of fraction are fine.</summary>
    Rfc3339,

    /// <summary>As in 02/Jan/2026:15:04:05 +0000: the access logs of nginx, Apache and others.</summary>
    CommonLog,

    /// <summary>Seconds since 1970, with or without a fraction.</summary>
    Unix,

    /// <summary>Milliseconds since 1970.</summary>
    UnixMs,

    /// <summary>Nanoseconds since 1970.</summary>
    UnixNs,
}
