namespace LogOperator.Cli.Running;

/// <summary>What <c>logctl run</c> was asked to do.</summary>
internal sealed record RunSettings
{
    /// <summary>Files and directories of manifests; <c>-</c> for standard input.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Namespace of objects that name none.</summary>
    public required string Namespace { get; init; }

    /// <summary>Directory in which <c>/var/log/pods</c> and node files are looked for.</summary>
    public required string Root { get; init; }

    /// <summary>A PodList; null for none.</summary>
    public string? Pods { get; init; }

    /// <summary>Directory for checkpoints; null keeps nothing.</summary>
    public string? State { get; init; }

    /// <summary>Whether the run ends when everything is read and acknowledged.</summary>
    public required bool Once { get; init; }

    /// <summary>File for the ledger; null for none.</summary>
    public string? Summary { get; init; }

    /// <summary>Whether records are shown in place of being delivered.</summary>
    public required bool Print { get; init; }

    /// <summary>How long a stop waits for acknowledgements.</summary>
    public required TimeSpan StopTimeout { get; init; }

    /// <summary>Whether more than warnings is told.</summary>
    public required bool Verbose { get; init; }
}
