using LogOperator.Pipeline.Sinks.Endpoints;

namespace LogOperator.Agent.Options;

/// <summary>How the process runs: where things are and who it is.</summary>
internal sealed record AgentOptions
{
    /// <summary>Name of the node whose pods are read.</summary>
    public required string NodeName { get; init; }

    /// <summary>Name of the LogAgent that this process belongs to.</summary>
    public required string AgentName { get; init; }

    /// <summary>Namespace in which the configuration's Secrets lie.</summary>
    public required string ConfigNamespace { get; init; }

    /// <summary>Port of health, readiness and metrics; 0 takes any free one.</summary>
    public required int AdminPort { get; init; }

    /// <summary>Port of the status, over mutual TLS; 0 takes any free one.</summary>
    public required int StatusPort { get; init; }

    /// <summary>Directory for checkpoints and the last good configuration.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Directory of the file stores.</summary>
    public required string FileRoot { get; init; }

    /// <summary>Where the node's file system is mounted.</summary>
    public required string Root { get; init; }

    /// <summary>Mounted configuration, for when the API server does not answer; null if there is none.</summary>
    public string? ConfigDirectory { get; init; }

    /// <summary>Mounted credentials, for when the API server does not answer; null if there are none.</summary>
    public string? CredentialsDirectory { get; init; }

    /// <summary>Certificates of the status port; null leaves the port closed.</summary>
    public string? TlsDirectory { get; init; }

    /// <summary>Bytes of memory that the queues of all pipelines may hold together.</summary>
    public required long BufferMemory { get; init; }

    /// <summary>Bytes of disk space for files that would be gone otherwise; null for the smaller of 2 GiB and 5 % of the file system.</summary>
    public long? RetentionQuota { get; init; }

    /// <summary>Judges the addresses that stores of tenants lead to.</summary>
    public required EndpointGuard TenantEndpoints { get; init; }

    /// <summary>How long a stop waits for what was read to be acknowledged.</summary>
    public required TimeSpan StopTimeout { get; init; }

    /// <summary>Whether log messages are JSON lines.</summary>
    public required bool JsonLogs { get; init; }
}
