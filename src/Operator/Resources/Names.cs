using System.Globalization;

namespace LogOperator.Operator.Resources;

/// <summary>How the objects that the operator makes are called and labelled.</summary>
internal static class Names
{
    /// <summary>Who owns the fields that the operator applies.</summary>
    public const string FieldManager = "log-operator";

    public const string Product = "log-operator";

    public const string PartOfLabel = "app.kubernetes.io/part-of";
    public const string NameLabel = "app.kubernetes.io/name";
    public const string ComponentLabel = "app.kubernetes.io/component";
    public const string ManagedByLabel = "app.kubernetes.io/managed-by";

    /// <summary>Names the LogAgent that an object belongs to; agents watch Secrets by it.</summary>
    public const string AgentLabel = "logoperator.io/agent";

    /// <summary>What a Secret holds: <see cref="ConfigContent" /> or <see cref="CredentialsContent" />.</summary>
    public const string ContentLabel = "logoperator.io/content";

    public const string ConfigContent = "config";
    public const string CredentialsContent = "credentials";

    /// <summary>Hash of a Secret's content before compression.</summary>
    public const string HashAnnotation = "logoperator.io/hash";

    public const string Lease = "log-operator";
    public const string CertificateAuthoritySecret = "log-operator-ca";
    public const string AgentCertificateSecret = "logagent-tls";
    public const string TopicsConfigMap = "log-operator-topics";

    /// <summary>Common name of the operator's client certificate, which agents demand.</summary>
    public const string OperatorCommonName = "log-operator";

    public static string AgentDaemonSet(string agent) => $"logagent-{agent}";

    public static string AgentServiceAccount(string agent) => $"logagent-{agent}";

    public static string ConfigSecret(string agent, int shard) => string.Create(CultureInfo.InvariantCulture, $"logagent-{agent}-config-{shard}");

    public static string CredentialsSecret(string agent, int shard) => string.Create(CultureInfo.InvariantCulture, $"logagent-{agent}-credentials-{shard}");

    /// <summary>Key of the configuration in its Secret. Different in each shard, since all of them are mounted into one directory.</summary>
    public static string ConfigKey(int shard) => string.Create(CultureInfo.InvariantCulture, $"config-{shard}.json.gz");

    /// <summary>Name that the agents' server certificate carries; the operator connects to pods' addresses and demands it.</summary>
    public static string AgentServerName(string agentNamespace) => $"logagent.{agentNamespace}.svc";

    /// <summary>Labels of everything that belongs to a LogAgent.</summary>
    public static IReadOnlyDictionary<string, string> AgentLabels(string agent, string? content = null)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [NameLabel] = "logagent",
            [ComponentLabel] = "agent",
            [PartOfLabel] = Product,
            [ManagedByLabel] = Product,
            [AgentLabel] = agent,
        };
        if (content is not null)
        {
            labels[ContentLabel] = content;
        }

        return labels;
    }

    /// <summary>Labels of what belongs to the operator itself.</summary>
    public static IReadOnlyDictionary<string, string> OperatorLabels() => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        [NameLabel] = Product,
        [ComponentLabel] = "operator",
        [PartOfLabel] = Product,
        [ManagedByLabel] = Product,
    };
}
