namespace LogOperator.Kubernetes.Objects;

/// <summary>Where an environment variable's value comes from; exactly one member is present.</summary>
public sealed record EnvVarSource
{
    /// <summary>A field of the pod.</summary>
    public ObjectFieldSelector? FieldRef { get; init; }
}
