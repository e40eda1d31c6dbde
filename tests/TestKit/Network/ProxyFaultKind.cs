namespace LogOperator.TestKit.Network;

/// <summary>The kinds of <see cref="ProxyFault"/>.</summary>
public enum ProxyFaultKind
{
    None,
    Delay,
    BlackHole,
    Refuse,
}
