namespace LogOperator.Kubernetes.Objects;

/// <summary>A port of a service.</summary>
public sealed record ServicePort
{
    /// <summary>Name.</summary>
    public string? Name { get; init; }

    /// <summary>Port of the service.</summary>
    public required int Port { get; init; }

    /// <summary>Port of the pods, as a number or a name.</summary>
    public IntOrString? TargetPort { get; init; }

    /// <summary>TCP, UDP or SCTP.</summary>
    public string? Protocol { get; init; }

    /// <summary>Port on the nodes.</summary>
    public int? NodePort { get; init; }

    /// <summary>Protocol spoken on it.</summary>
    public string? AppProtocol { get; init; }
}
