namespace LogOperator.Kubernetes;

/// <summary>How create, replace and patch are to be done.</summary>
public sealed record WriteOptions
{
    /// <summary>Who is recorded as the manager of the fields.</summary>
    public string? FieldManager { get; init; }

    /// <summary>Only check, store nothing.</summary>
    public bool DryRun { get; init; }
}
