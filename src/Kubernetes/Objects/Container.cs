namespace LogOperator.Kubernetes.Objects;

/// <summary>One container of a pod.</summary>
public sealed record Container
{
    /// <summary>Name, unique in the pod.</summary>
    public required string Name { get; init; }

    /// <summary>Image.</summary>
    public string? Image { get; init; }

    /// <summary>Always, IfNotPresent or Never.</summary>
    public string? ImagePullPolicy { get; init; }

    /// <summary>Program, in place of the image's entry point.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Arguments.</summary>
    public IReadOnlyList<string>? Args { get; init; }

    /// <summary>Environment variables.</summary>
    public IReadOnlyList<EnvVar>? Env { get; init; }

    /// <summary>Ports that it listens on.</summary>
    public IReadOnlyList<ContainerPort>? Ports { get; init; }

    /// <summary>Requested and allowed resources.</summary>
    public ResourceRequirements? Resources { get; init; }

    /// <summary>Where volumes are mounted.</summary>
    public IReadOnlyList<VolumeMount>? VolumeMounts { get; init; }

    /// <summary>Restarts the container when it fails.</summary>
    public Probe? LivenessProbe { get; init; }

    /// <summary>Takes the container out of service while it fails.</summary>
    public Probe? ReadinessProbe { get; init; }

    /// <summary>Security settings.</summary>
    public SecurityContext? SecurityContext { get; init; }
}
