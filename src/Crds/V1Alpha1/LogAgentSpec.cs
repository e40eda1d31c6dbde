using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.V1Alpha1;

/// <summary>How agents run. Everything has a default; without any LogAgent, one with all defaults is assumed.</summary>
public sealed record LogAgentSpec
{
    /// <summary>How agents run. Default Node.</summary>
    public LogAgentMode? Mode { get; init; }

    /// <summary>The agent's image. Default the one that belongs to the operator.</summary>
    public string? Image { get; init; }

    /// <summary>When the image is pulled: Always, IfNotPresent or Never. Default IfNotPresent.</summary>
    public ImagePullPolicy? ImagePullPolicy { get; init; }

    /// <summary>Secrets for pulling the image, in the agents' namespace.</summary>
    public IReadOnlyList<SecretRef>? ImagePullSecrets { get; init; }

    /// <summary>Resources that an agent requests and may use.</summary>
    public ResourceRequirements? Resources { get; init; }

    /// <summary>What an agent may keep of records that no store has acknowledged yet.</summary>
    public AgentBufferSpec? Buffer { get; init; }

    /// <summary>Nodes to run on, by their labels; all if left out.</summary>
    public IReadOnlyDictionary<string, string>? NodeSelector { get; init; }

    /// <summary>Taints that agents tolerate. Default all.</summary>
    public IReadOnlyList<Toleration>? Tolerations { get; init; }

    /// <summary>Priority class of the agents' pods. Default none.</summary>
    public string? PriorityClassName { get; init; }

    /// <summary>Annotations of the agents' service account, for workload identity.</summary>
    public IReadOnlyDictionary<string, string>? ServiceAccountAnnotations { get; init; }

    /// <summary>Further environment variables of the agent, such as HTTPS_PROXY.</summary>
    public IReadOnlyList<EnvironmentVariableSpec>? Env { get; init; }

    /// <summary>Further labels of the agents' pods.</summary>
    public IReadOnlyDictionary<string, string>? PodLabels { get; init; }

    /// <summary>Further annotations of the agents' pods.</summary>
    public IReadOnlyDictionary<string, string>? PodAnnotations { get; init; }
}
