using System.Globalization;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Operator.Resources;

/// <summary>The DaemonSet of a LogAgent. A change of pipelines never touches it, so agents never restart for one.</summary>
internal static class AgentDaemonSet
{
    public const int AdminPort = 9600;
    public const int StatusPort = 9601;

    private const string StateDirectory = "/var/lib/logagent";
    private const string FileRoot = "/var/lib/logagent-files";
    private const string ConfigDirectory = "/etc/logagent/config";
    private const string CredentialsDirectory = "/etc/logagent/credentials";
    private const string TlsDirectory = "/etc/logagent/tls";
    private const int OwnerReads = 0b100_000_000;

    /// <summary>Builds the DaemonSet.</summary>
    /// <param name="agent">Name of the LogAgent.</param>
    /// <param name="spec">What its user wrote.</param>
    /// <param name="agentNamespace">Namespace of the agents.</param>
    /// <param name="defaultImage">The image where the spec names none.</param>
    public static DaemonSet Build(string agent, LogAgentSpec spec, string agentNamespace, string defaultImage)
    {
        var selector = new SortedDictionary<string, string>(StringComparer.Ordinal) { [Names.NameLabel] = "logagent", [Names.AgentLabel] = agent };
        return new DaemonSet
        {
            Metadata = new ObjectMeta { Name = Names.AgentDaemonSet(agent), Namespace = agentNamespace, Labels = Names.AgentLabels(agent) },
            Spec = new DaemonSetSpec
            {
                Selector = new LabelSelector { MatchLabels = selector },
                UpdateStrategy = new UpdateStrategy { Type = "RollingUpdate", RollingUpdate = new RollingUpdate { MaxUnavailable = "10%" } },
                Template = new PodTemplateSpec
                {
                    Metadata = new ObjectMeta { Labels = PodLabels(agent, spec), Annotations = spec.PodAnnotations },
                    Spec = Pod(agent, spec, defaultImage),
                },
            },
        };
    }

    private static SortedDictionary<string, string> PodLabels(string agent, LogAgentSpec spec)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in spec.PodLabels ?? new Dictionary<string, string>())
        {
            labels[key] = value;
        }

        foreach (var (key, value) in Names.AgentLabels(agent))
        {
            labels[key] = value;
        }

        return labels;
    }

    private static PodSpec Pod(string agent, LogAgentSpec spec, string defaultImage) => new()
    {
        ServiceAccountName = Names.AgentServiceAccount(agent),
        TerminationGracePeriodSeconds = 30,
        EnableServiceLinks = false,
        PriorityClassName = spec.PriorityClassName,
        NodeSelector = spec.NodeSelector,
        Tolerations = spec.Tolerations ?? [new Toleration { Operator = "Exists" }],
        ImagePullSecrets = spec.ImagePullSecrets is { Count: > 0 } secrets ? [.. secrets.Select(s => new LocalObjectReference { Name = s.Name })] : null,
        SecurityContext = new PodSecurityContext { SeccompProfile = new SeccompProfile { Type = "RuntimeDefault" } },
        Containers = [Agent(agent, spec, defaultImage)],
        Volumes =
        [
            // Mounted once and writable: files with unread bytes are linked into a directory on the same mount before they vanish.
            new Volume { Name = "logs", HostPath = new HostPathVolumeSource { Path = "/var/log", Type = "Directory" } },
            new Volume { Name = "state", HostPath = new HostPathVolumeSource { Path = "/var/lib/log-operator/agent", Type = "DirectoryOrCreate" } },
            new Volume { Name = "files", HostPath = new HostPathVolumeSource { Path = "/var/lib/log-operator/files", Type = "DirectoryOrCreate" } },
            Shards("config", agent, Names.ConfigSecret),
            Shards("credentials", agent, Names.CredentialsSecret),
            new Volume { Name = "tls", Secret = new SecretVolumeSource { SecretName = Names.AgentCertificateSecret, DefaultMode = OwnerReads } },
            new Volume { Name = "tmp", EmptyDir = new EmptyDirVolumeSource { Medium = "Memory", SizeLimit = "16Mi" } },
        ],
    };

    private static Container Agent(string agent, LogAgentSpec spec, string defaultImage) => new()
    {
        Name = "agent",
        Image = spec.Image ?? defaultImage,
        ImagePullPolicy = (spec.ImagePullPolicy ?? Crds.V1Alpha1.ImagePullPolicy.IfNotPresent).ToString(),
        Env = Environment(agent, spec),
        Ports = [new ContainerPort { Name = "admin", Port = AdminPort }, new ContainerPort { Name = "status", Port = StatusPort }],
        Resources = spec.Resources ?? new ResourceRequirements
        {
            Requests = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["cpu"] = "50m", ["memory"] = "100Mi" },
            Limits = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["memory"] = "512Mi" },
        },
        LivenessProbe = new Probe { HttpGet = Get("/healthz"), InitialDelaySeconds = 10, PeriodSeconds = 10, TimeoutSeconds = 5, FailureThreshold = 6 },
        ReadinessProbe = new Probe { HttpGet = Get("/readyz"), PeriodSeconds = 3, TimeoutSeconds = 3 },
        SecurityContext = new SecurityContext
        {
            // kubelet keeps pods' logs readable for root alone; DAC_READ_SEARCH adds node files of other users, for reading only.
            RunAsUser = 0,
            RunAsGroup = 0,
            AllowPrivilegeEscalation = false,
            ReadOnlyRootFilesystem = true,
            Capabilities = new Capabilities { Drop = ["ALL"], Add = ["DAC_READ_SEARCH"] },
        },
        VolumeMounts =
        [
            new VolumeMount { Name = "logs", MountPath = "/var/log" },
            new VolumeMount { Name = "state", MountPath = StateDirectory },
            new VolumeMount { Name = "files", MountPath = FileRoot },
            new VolumeMount { Name = "config", MountPath = ConfigDirectory, ReadOnly = true },
            new VolumeMount { Name = "credentials", MountPath = CredentialsDirectory, ReadOnly = true },
            new VolumeMount { Name = "tls", MountPath = TlsDirectory, ReadOnly = true },
            new VolumeMount { Name = "tmp", MountPath = "/tmp" },
        ],
    };

    private static List<EnvVar> Environment(string agent, LogAgentSpec spec)
    {
        List<EnvVar> own =
        [
            Field("NODE_NAME", "spec.nodeName"),
            Field("POD_NAME", "metadata.name"),
            Field("POD_IP", "status.podIP"),
            Field("CONFIG_NAMESPACE", "metadata.namespace"),
            Value("AGENT_NAME", agent),
            Value("ADMIN_PORT", AdminPort.ToString(CultureInfo.InvariantCulture)),
            Value("STATUS_PORT", StatusPort.ToString(CultureInfo.InvariantCulture)),
            Value("STATE_DIR", StateDirectory),
            Value("FILE_ROOT", FileRoot),
            Value("CONFIG_DIR", ConfigDirectory),
            Value("CREDENTIALS_DIR", CredentialsDirectory),
            Value("TLS_DIR", TlsDirectory),
            Value("DOTNET_EnableDiagnostics", "0"),
        ];
        Add("BUFFER_MEMORY", spec.Buffer?.Memory);
        Add("RETENTION_QUOTA", spec.Buffer?.Disk);
        var taken = own.Select(v => v.Name).ToHashSet(StringComparer.Ordinal);

        // What the agent lives by is not the user's to change, and the API refuses a name that is given twice.
        own.AddRange((spec.Env ?? []).Where(v => taken.Add(v.Name)).Select(v => Value(v.Name, v.Value)));
        return own;

        void Add(string name, ByteSize? size)
        {
            if (size is { } given)
            {
                own.Add(Value(name, given.ToString()));
            }
        }
    }

    private static Volume Shards(string name, string agent, Func<string, int, string> secret) => new()
    {
        Name = name,
        Projected = new ProjectedVolumeSource
        {
            DefaultMode = OwnerReads,
            Sources =
            [
                .. Enumerable.Range(0, AgentConfigShards.Count)
                    .Select(shard => new VolumeProjection { Secret = new ObjectProjection { Name = secret(agent, shard), Optional = true } }),
            ],
        },
    };

    private static HttpGetAction Get(string path) => new() { Path = path, Port = "admin" };

    private static EnvVar Value(string name, string value) => new() { Name = name, Value = value };

    private static EnvVar Field(string name, string path) => new() { Name = name, ValueFrom = new EnvVarSource { FieldRef = new ObjectFieldSelector { FieldPath = path } } };
}
