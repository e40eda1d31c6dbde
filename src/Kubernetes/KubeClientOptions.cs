namespace LogOperator.Kubernetes;

/// <summary>Bounds of a <see cref="KubeClient" />.</summary>
public sealed record KubeClientOptions
{
    /// <summary>How the client names itself to the server.</summary>
    public string UserAgent { get; set; } = "log-operator";

    /// <summary>How long one request may take, without watches and logs.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection may take to be made.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a request is sent in all when the server asks for a later repetition.</summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>The longest wait between repetitions, whatever the server asks for.</summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// After which silence a watch is taken for dead. The server sends a bookmark about every minute; a silent but living watch only costs a new request.
    /// </summary>
    public TimeSpan WatchIdleTimeout { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>How often a quiet HTTP/2 connection is pinged; a connection that does not answer for as long again is closed, with its watches.</summary>
    public TimeSpan KeepAlivePing { get; set; } = TimeSpan.FromSeconds(20);
}
