namespace LogOperator.Kubernetes;

/// <summary>A program that prints credentials (client.authentication.k8s.io/v1, ExecCredential).</summary>
public sealed record ExecConfig
{
    /// <summary>Version of the form in which it prints.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>Program: a path, or a name that is looked for in PATH.</summary>
    public required string Command { get; init; }

    /// <summary>Arguments.</summary>
    public IReadOnlyList<string>? Args { get; init; }

    /// <summary>Environment variables besides those of this process.</summary>
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    /// <summary>Whether the program is told which cluster it is for.</summary>
    public bool ProvideClusterInfo { get; init; }

    /// <summary>What to say when the program is missing.</summary>
    public string? InstallHint { get; init; }
}
