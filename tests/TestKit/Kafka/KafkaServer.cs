using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using LogOperator.TestKit.Network;
using LogOperator.TestKit.Parts;

namespace LogOperator.TestKit.Kafka;

/// <summary>
/// One real Kafka (KRaft, broker and controller in one process) on free ports, with its data in a temporary directory that survives
/// <see cref="StopAsync"/> and <see cref="KillAsync"/> but not the end of this object.
/// </summary>
public sealed partial class KafkaServer : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly TempDirectory directory = new();
    private readonly string home;
    private readonly int[] ports = FreePort.Take(4);
    private readonly string? podAddress;
    private readonly StringBuilder log = new();
    private Process? process;

    private KafkaServer(string home, string? podAddress)
    {
        this.home = home;
        this.podAddress = podAddress;
        Proxy = new TcpProxy(new IPEndPoint(IPAddress.Loopback, ports[1]));
    }

    /// <summary>Where programs of this machine reach it.</summary>
    public string BootstrapServers => $"127.0.0.1:{ports[0]}";

    /// <summary>Where they reach it through <see cref="Proxy"/>; metadata names the proxy too, so that every byte goes through it.</summary>
    public string ProxiedBootstrapServers => $"127.0.0.1:{Proxy.Port}";

    /// <summary>Where pods reach it, if it was started with an address for them.</summary>
    public string PodBootstrapServers => this.podAddress is null
        ? throw new InvalidOperationException("expected a server that was started with podAddress, found one without")
        : $"{this.podAddress}:{ports[2]}";

    /// <summary>The network between clients of <see cref="ProxiedBootstrapServers"/> and the server.</summary>
    public TcpProxy Proxy { get; }

    /// <summary>What the server printed.</summary>
    public string Log
    {
        get
        {
            lock (log)
            {
                return log.ToString();
            }
        }
    }

    /// <summary>Formats its storage and starts it.</summary>
    /// <param name="home">The part <c>kafka</c>.</param>
    /// <param name="podAddress">The node's address (<c>NODE_IP</c>), for a listener that pods can reach.</param>
    /// <param name="properties">Further lines of the server's configuration.</param>
    public static async Task<KafkaServer> StartAsync(
        string home, string? podAddress = null, IReadOnlyDictionary<string, string>? properties = null)
    {
        var server = new KafkaServer(home, podAddress);
        try
        {
            await File.WriteAllTextAsync(server.ConfigFile, server.Config(properties));
            await Command.OutputAsync(
                Path.Combine(home, "bin", "kafka-storage.sh"), ["format", "-t", NewClusterId(), "-c", server.ConfigFile]);
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it again, with the same ports and data.</summary>
    public async Task StartAsync()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = new ProcessStartInfo(Path.Combine(this.home, "bin", "kafka-server-start.sh"), [ConfigFile])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["KAFKA_HEAP_OPTS"] = "-Xmx512m -Xms128m";
        start.Environment["LOG_DIR"] = directory.Path;
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        void Read(object _, DataReceivedEventArgs line)
        {
            lock (log)
            {
                log.AppendLine(line.Data);
            }

            if (line.Data?.Contains("Kafka Server started", StringComparison.Ordinal) == true)
            {
                started.TrySetResult();
            }
        }

        process.OutputDataReceived += Read;
        process.ErrorDataReceived += Read;
        process.Exited += (_, _) => started.TrySetException(new InvalidOperationException($"Kafka ended instead of starting: {Log}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        this.process = process;
        await started.Task.WaitAsync(StartTimeout, TimeProvider.System);
    }

    /// <summary>Asks it to shut down and waits until it has.</summary>
    public Task StopAsync() => EndAsync(Signal.Terminate);

    /// <summary>Ends it without a chance to write anything (SIGKILL).</summary>
    public Task KillAsync() => EndAsync(Signal.Kill);

    /// <summary>Freezes it: its connections stay open and silent (SIGSTOP).</summary>
    public void Pause() => Send(Signal.Stop);

    /// <summary>Ends a <see cref="Pause"/>.</summary>
    public void Resume() => Send(Signal.Continue);

    public async ValueTask DisposeAsync()
    {
        if (this.process is { HasExited: false })
        {
            await KillAsync();
        }

        this.process?.Dispose();
        await Proxy.DisposeAsync();
        directory.Dispose();
    }

    private string ConfigFile => directory.File("server.properties");

    private static string NewClusterId() => Convert.ToBase64String(Guid.NewGuid().ToByteArray()).TrimEnd('=').Replace('+', 'a').Replace('/', 'b');

    private string Config(IReadOnlyDictionary<string, string>? properties)
    {
        var pods = this.podAddress is null ? ("", "", "") : ($",PODS://{this.podAddress}:{ports[2]}", $",PODS://{this.podAddress}:{ports[2]}", ",PODS:PLAINTEXT");
        var settings = new Dictionary<string, string>
        {
            ["process.roles"] = "broker,controller",
            ["node.id"] = "1",
            ["controller.quorum.voters"] = $"1@127.0.0.1:{ports[3].ToString(CultureInfo.InvariantCulture)}",
            ["controller.listener.names"] = "CONTROLLER",
            ["inter.broker.listener.name"] = "DIRECT",
            ["listeners"] = $"DIRECT://127.0.0.1:{ports[0]},PROXIED://127.0.0.1:{ports[1]},CONTROLLER://127.0.0.1:{ports[3]}{pods.Item1}",
            ["advertised.listeners"] = $"DIRECT://127.0.0.1:{ports[0]},PROXIED://127.0.0.1:{Proxy.Port}{pods.Item2}",
            ["listener.security.protocol.map"] = $"CONTROLLER:PLAINTEXT,DIRECT:PLAINTEXT,PROXIED:PLAINTEXT{pods.Item3}",
            ["log.dirs"] = Path.Combine(directory.Path, "data"),
            ["num.partitions"] = "1",
            ["offsets.topic.replication.factor"] = "1",
            ["offsets.topic.num.partitions"] = "1",
            ["transaction.state.log.replication.factor"] = "1",
            ["transaction.state.log.min.isr"] = "1",
            ["share.coordinator.state.topic.replication.factor"] = "1",
            ["share.coordinator.state.topic.min.isr"] = "1",
            ["group.initial.rebalance.delay.ms"] = "0",
            ["auto.create.topics.enable"] = "false",
        };
        foreach (var (name, value) in properties ?? new Dictionary<string, string>())
        {
            settings[name] = value;
        }

        return string.Concat(settings.Select(setting => $"{setting.Key}={setting.Value}\n"));
    }

    private async Task EndAsync(Signal signal)
    {
        var process = this.process ?? throw new InvalidOperationException("expected a running Kafka, found none");
        Send(signal);
        await process.WaitForExitAsync();
    }

    private void Send(Signal signal)
    {
        if (this.process is not { HasExited: false } process)
        {
            throw new InvalidOperationException("expected a running Kafka, found none");
        }
        // The start script replaces itself by java, so its process is Kafka's.
        if (SendSignal(process.Id, (int)signal) != 0)
        {
            throw new InvalidOperationException($"the signal {signal} could not be sent: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int process, int signal);

    private enum Signal
    {
        Kill = 9,
        Terminate = 15,
        Continue = 18,
        Stop = 19,
    }
}
