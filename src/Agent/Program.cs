using System.Runtime.InteropServices;
using LogOperator.Agent;
using LogOperator.Agent.Options;
using LogOperator.Kubernetes;
using Microsoft.Extensions.Logging;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.Write(OptionsReader.Help());
    return 0;
}

if (args.Contains("--version"))
{
    Console.WriteLine(AgentVersion.Text);
    return 0;
}

if (OptionsReader.Read(args, Environment.GetEnvironmentVariable, out var problem) is not { } options)
{
    await Console.Error.WriteAsync($"{problem}\n\n{OptionsReader.Help()}");
    return 2;
}

using var loggers = LoggerFactory.Create(logging =>
{
    logging.AddFilter("Microsoft", LogLevel.Warning);
    if (options.JsonLogs)
    {
        logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat) = (true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
    }
    else
    {
        logging.AddSimpleConsole(console => (console.SingleLine, console.UseUtcTimestamp, console.TimestampFormat) = (true, true, "HH:mm:ss.fff "));
    }
});

using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
var logger = loggers.CreateLogger("LogOperator.Agent");
try
{
    var cluster = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("KUBECONFIG")) || KubeConfig.IsInCluster() ? KubeConfig.Default() : null;
    await using var agent = new AgentProcess(options, cluster, TimeProvider.System, loggers);
    return await agent.RunAsync(stop.Token) ? 0 : 1;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or KubeConfigException)
{
    Log.CannotStart(logger, e.Message);
    return 1;
}
