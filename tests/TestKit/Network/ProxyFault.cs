namespace LogOperator.TestKit.Network;

/// <summary>What a <see cref="TcpProxy"/> does to the bytes that it carries.</summary>
public sealed record ProxyFault(ProxyFaultKind Kind, TimeSpan Delay = default)
{
    /// <summary>Bytes pass.</summary>
    public static ProxyFault None { get; } = new(ProxyFaultKind.None);

    /// <summary>Bytes are held, connections stay open: the peer seems to be silent. Held bytes pass when the fault ends.</summary>
    public static ProxyFault BlackHole { get; } = new(ProxyFaultKind.BlackHole);

    /// <summary>New connections are closed at once.</summary>
    public static ProxyFault Refuse { get; } = new(ProxyFaultKind.Refuse);

    /// <summary>Every block of bytes waits first.</summary>
    public static ProxyFault Slow(TimeSpan delay) => new(ProxyFaultKind.Delay, delay);
}
