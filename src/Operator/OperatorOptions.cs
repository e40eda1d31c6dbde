using System.Globalization;
using System.Net;
using LogOperator.Pipeline.Sinks.Endpoints;

namespace LogOperator.Operator;

/// <summary>How the operator runs. Everything comes from the environment, which the Deployment fills.</summary>
internal sealed record OperatorOptions
{
    /// <summary>Name of this pod; competes for leadership under it.</summary>
    public required string PodName { get; init; }

    /// <summary>The operator's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Namespace of the agents.</summary>
    public required string AgentNamespace { get; init; }

    /// <summary>Image of the agents, where a LogAgent names none.</summary>
    public required string AgentImage { get; init; }

    /// <summary>Port of /healthz, /readyz and /metrics; 0 takes any free one.</summary>
    public required int HealthPort { get; init; }

    /// <summary>Port on which agents answer /v1/status.</summary>
    public required int AgentStatusPort { get; init; }

    /// <summary>Judges the addresses of brokers that stores of tenants name.</summary>
    public required EndpointGuard TenantEndpoints { get; init; }

    /// <summary>How long a change waits for others that come with it.</summary>
    public TimeSpan Debounce { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long Secrets that stores refer to are taken as known.</summary>
    public TimeSpan SecretRefresh { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often everything is compared again, whether or not anything was heard.</summary>
    public TimeSpan Resync { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long after a report an agent counts as reachable.</summary>
    public TimeSpan ReportLifetime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a new leader lets stand what its predecessor wrote of agents that it has not reached itself.</summary>
    public TimeSpan SettleTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the deletion of a store waits for its topics to be deleted.</summary>
    public TimeSpan TopicDeletionPatience { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the lease lasts after the last renewal.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Reads the options.</summary>
    /// <param name="variable">Looks a variable up.</param>
    /// <param name="problem">What is wrong, if anything is.</param>
    /// <returns>Null if something is wrong.</returns>
    public static OperatorOptions? Read(Func<string, string?> variable, out string? problem)
    {
        var problems = new List<string>();
        var options = new OperatorOptions
        {
            PodName = Text(variable, "POD_NAME", Environment.MachineName),
            Namespace = Text(variable, "POD_NAMESPACE", "log-operator"),
            AgentNamespace = Text(variable, "AGENT_NAMESPACE", "log-operator-agents"),
            AgentImage = Text(variable, "AGENT_IMAGE", ""),
            HealthPort = Port(variable, "HEALTH_PORT", 8080, problems),
            AgentStatusPort = Port(variable, "AGENT_STATUS_PORT", Resources.AgentDaemonSet.StatusPort, problems),
            TenantEndpoints = new EndpointGuard(Networks(variable, "TENANT_REFUSED_NETWORKS", problems), Networks(variable, "TENANT_ALLOWED_NETWORKS", problems)),
        };
        if (options.AgentImage.Length == 0)
        {
            problems.Add("AGENT_IMAGE: expected the image of the agents, found nothing");
        }

        if (options.AgentNamespace == options.Namespace)
        {
            problems.Add($"AGENT_NAMESPACE: expected another namespace than the operator's own, found \"{options.Namespace}\" for both");
        }

        problem = problems.Count == 0 ? null : string.Join('\n', problems);
        return problem is null ? options : null;
    }

    private static string Text(Func<string, string?> variable, string name, string otherwise) => variable(name) is { Length: > 0 } text ? text : otherwise;

    private static IReadOnlyList<IPNetwork> Networks(Func<string, string?> variable, string name, List<string> problems)
    {
        if (!NetworkList.TryParse(variable(name), out var networks, out var wrong))
        {
            problems.Add($"{name}: expected networks such as 10.0.0.0/8,192.0.2.7, found \"{wrong}\"");
        }

        return networks;
    }

    private static int Port(Func<string, string?> variable, string name, int otherwise, List<string> problems)
    {
        var text = variable(name);
        if (string.IsNullOrEmpty(text))
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue)
        {
            return port;
        }

        problems.Add($"{name}: expected a port from 0 to {ushort.MaxValue}, found \"{text}\"");
        return otherwise;
    }
}
