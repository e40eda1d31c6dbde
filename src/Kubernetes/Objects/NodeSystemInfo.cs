namespace LogOperator.Kubernetes.Objects;

/// <summary>Versions of what runs on a node.</summary>
public sealed record NodeSystemInfo
{
    /// <summary>Operating system, for instance linux.</summary>
    public string? OperatingSystem { get; init; }

    /// <summary>Processor architecture, for instance amd64.</summary>
    public string? Architecture { get; init; }

    /// <summary>Kernel version.</summary>
    public string? KernelVersion { get; init; }

    /// <summary>Name of the operating system's release.</summary>
    public string? OsImage { get; init; }

    /// <summary>Runtime and version, for instance containerd://1.6.20.</summary>
    public string? ContainerRuntimeVersion { get; init; }

    /// <summary>Version of the kubelet.</summary>
    public string? KubeletVersion { get; init; }
}
