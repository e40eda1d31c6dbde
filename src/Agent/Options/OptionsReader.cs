using System.Globalization;
using System.Text;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sinks.Endpoints;

namespace LogOperator.Agent.Options;

/// <summary>Reads the options from the environment and the command line.</summary>
internal static class OptionsReader
{
    private static readonly Setting NodeName = new("NODE_NAME", "name of the node whose pods are read", Environment.MachineName);
    private static readonly Setting AgentName = new("AGENT_NAME", "name of the LogAgent that this process belongs to", "default");
    private static readonly Setting ConfigNamespace = new("CONFIG_NAMESPACE", "namespace of the configuration's Secrets", "log-operator-agents");
    private static readonly Setting AdminPort = new("ADMIN_PORT", "port of /healthz, /readyz and /metrics; 0 takes any free one", "9600");
    private static readonly Setting StatusPort = new("STATUS_PORT", "port of /v1/status over mutual TLS; 0 takes any free one", "9601");
    private static readonly Setting StateDirectory = new("STATE_DIR", "directory for checkpoints and the last good configuration", "/var/lib/logagent");
    private static readonly Setting FileRoot = new("FILE_ROOT", "directory of the file stores", "/var/log/logagent");
    private static readonly Setting Root = new("ROOT", "where the node's file system is mounted", "/");
    private static readonly Setting ConfigDirectory = new("CONFIG_DIR", "mounted configuration (config-<n>.json.gz), for when the API server does not answer");
    private static readonly Setting CredentialsDirectory =
        new("CREDENTIALS_DIR", "mounted credentials (<namespace>_<secret>_<key>), for when the API server does not answer");

    private static readonly Setting TlsDirectory = new("TLS_DIR", "ca.crt, tls.crt and tls.key of the status port; without it that port stays closed");
    private static readonly Setting BufferMemory = new("BUFFER_MEMORY", "most memory that the queues of all pipelines hold together", "64Mi");
    private static readonly Setting RetentionQuota =
        new("RETENTION_QUOTA", "most disk space for log files that would be gone before they are delivered; without it the smaller of 2Gi and 5 % of the file system");
    private static readonly Setting StopTimeout = new("STOP_TIMEOUT", "how long a stop waits for acknowledgements; keep it below the pod's grace period", "20s");
    private static readonly Setting RefusedNetworks = new(
        "TENANT_REFUSED_NETWORKS", "networks (10.0.0.0/8,192.0.2.7) where no LogStore may lead, besides loopback, link-local, metadata services, the API server and kubelets");
    private static readonly Setting AllowedNetworks = new(
        "TENANT_ALLOWED_NETWORKS", "networks where LogStores may lead in spite of that; never the API server and kubelets");
    private static readonly Setting LogFormat = new("LOG_FORMAT", "json (lines) or text", "json");

    /// <summary>Everything that can be set.</summary>
    public static IReadOnlyList<Setting> Settings { get; } =
    [
        NodeName, AgentName, ConfigNamespace, AdminPort, StatusPort, StateDirectory, FileRoot, Root,
        ConfigDirectory, CredentialsDirectory, TlsDirectory, BufferMemory, RetentionQuota, StopTimeout, RefusedNetworks, AllowedNetworks, LogFormat,
    ];

    /// <summary>Reads the options.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="environment">Looks a variable up.</param>
    /// <param name="problem">What is wrong, if anything is.</param>
    /// <returns>Null if something is wrong.</returns>
    public static AgentOptions? Read(IReadOnlyList<string> args, Func<string, string?> environment, out string? problem)
    {
        var values = Settings.ToDictionary(s => s, s => environment(s.Variable) is { Length: > 0 } value ? value : s.Default);
        for (var i = 0; i < args.Count; i++)
        {
            var (flag, value) = args[i].Split('=', 2) is [var name, var rest] ? (name, rest) : (args[i], null);
            if (Settings.FirstOrDefault(s => s.Flag == flag) is not { } setting)
            {
                problem = $"expected one of the flags below, found \"{args[i]}\"";
                return null;
            }

            if (value is null && ++i == args.Count)
            {
                problem = $"{flag}: expected a value, found none";
                return null;
            }

            values[setting] = value ?? args[i];
        }

        var reading = new Reading(values);
        var options = new AgentOptions
        {
            NodeName = reading.Text(NodeName),
            AgentName = reading.Text(AgentName),
            ConfigNamespace = reading.Text(ConfigNamespace),
            AdminPort = reading.Port(AdminPort),
            StatusPort = reading.Port(StatusPort),
            StateDirectory = reading.Directory(StateDirectory),
            FileRoot = reading.Directory(FileRoot),
            Root = reading.Directory(Root),
            ConfigDirectory = values[ConfigDirectory],
            CredentialsDirectory = values[CredentialsDirectory],
            TlsDirectory = values[TlsDirectory],
            BufferMemory = reading.Size(BufferMemory) ?? 0,
            RetentionQuota = reading.Size(RetentionQuota),
            TenantEndpoints = new EndpointGuard(reading.Networks(RefusedNetworks), reading.Networks(AllowedNetworks)),
            StopTimeout = reading.Span(StopTimeout),
            JsonLogs = reading.Choice(LogFormat, "json", "text") == "json",
        };
        problem = reading.Problem;
        return problem is null ? options : null;
    }

    /// <summary>The manual.</summary>
    public static string Help()
    {
        var text = new StringBuilder(
            """
            logagent: reads the logs of this node's pods and delivers them, as the operator's configuration says.

            Each of these can be set by the flag or by the variable; the flag wins.

            """);
        foreach (var setting in Settings)
        {
            var without = setting.Default is null ? "" : $" (default {setting.Default})";
            text.Append(CultureInfo.InvariantCulture, $"  {setting.Flag,-26} {setting.Variable,-24} {setting.Help}{without}\n");
        }

        return text.Append(
            """

            The API server is found through KUBECONFIG or the pod's service account; without either the mounted configuration is used.
            SIGTERM and SIGINT end it after what was read is delivered or STOP_TIMEOUT is over; the rest is read again at the next start.

            Exit codes: 0 stopped by a signal, 1 something failed for good (the log says what), 2 wrong usage.

            """).ToString();
    }

    private sealed class Reading(Dictionary<Setting, string?> values)
    {
        public string? Problem { get; private set; }

        public string Text(Setting setting) =>
            values[setting] is { Length: > 0 } value ? value : Fail(setting, "a value", "");

        public string Directory(Setting setting) => Text(setting) is { Length: > 0 } path ? Path.GetFullPath(path) : "";

        public int Port(Setting setting)
        {
            if (int.TryParse(values[setting], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue)
            {
                return port;
            }

            Fail(setting, "a port from 0 to 65535", values[setting]);
            return 0;
        }

        public long? Size(Setting setting)
        {
            if (values[setting] is not { Length: > 0 } text)
            {
                return null;
            }

            if (ByteSize.TryParse(text, out var size) && size.Bytes > 0)
            {
                return size.Bytes;
            }

            Fail(setting, "a size such as 64Mi", text);
            return null;
        }

        public IReadOnlyList<System.Net.IPNetwork> Networks(Setting setting)
        {
            if (!NetworkList.TryParse(values[setting], out var networks, out var wrong))
            {
                Fail(setting, "networks such as 10.0.0.0/8,192.0.2.7", wrong);
            }

            return networks;
        }

        public TimeSpan Span(Setting setting)
        {
            if (Duration.TryParse(values[setting], out var duration))
            {
                return duration.Value;
            }

            Fail(setting, "a duration such as 20s", values[setting]);
            return default;
        }

        public string Choice(Setting setting, params ReadOnlySpan<string> allowed) =>
            values[setting] is { } value && allowed.Contains(value) ? value : Fail(setting, string.Join(" or ", allowed!), values[setting]);

        private string Fail(Setting setting, string expected, string? found)
        {
            Problem ??= $"{setting.Flag} ({setting.Variable}): expected {expected}, found \"{found}\"";
            return "";
        }
    }
}
