using LogOperator.TestKit.Parts;
using Xunit;

namespace LogOperator.TestKit.Cluster;

/// <summary>
/// A real Kubernetes from <c>hack/cluster</c>: the one that <c>LOG_OPERATOR_CLUSTER_HOME</c> names if it is up, an offered one
/// (<c>LOG_OPERATOR_USE_CLUSTER=1</c>), else a fresh one that ends with the fixture. Where none can be had, the tests that use a member are skipped, and fail in CI.
/// </summary>
public abstract class TestCluster : IAsyncLifetime
{
    private readonly bool node;
    private readonly TempDirectory fresh = new();
    private string home;
    private bool started;
    private Availability<Dictionary<string, string>> environment = new(null, "the cluster was not started");

    private protected TestCluster(bool node)
    {
        this.node = node;
        home = fresh.File("cluster");
    }

    /// <summary>Whether there is a cluster. Where there is none, every other member skips the test, or fails it in CI.</summary>
    public bool IsAvailable => environment.Value is not null;

    /// <summary>Path of a kubeconfig of an administrator.</summary>
    public string Kubeconfig => environment.Require()["KUBECONFIG"];

    /// <summary>Address of the node, on which pods reach servers of this machine that listen on it or on all addresses.</summary>
    public string NodeIp => environment.Require()["NODE_IP"];

    public async ValueTask InitializeAsync()
    {
        if (this.node && Environment.GetEnvironmentVariable("LOG_OPERATOR_CLUSTER_HOME") is { Length: > 0 } given)
        {
            var status = await HackAsync(["status", "--home", given]);
            if (status.ExitCode == 0)
            {
                home = given;
                Read(status);
                return;
            }
        }

        started = true;
        Read(await HackAsync(this.node ? ["up", "--home", home] : ["up", "--without-node", "--home", home]));
    }

    /// <summary>Runs kubectl on the cluster and returns its output; throws with its error where it fails.</summary>
    public Task<string> KubectlAsync(IEnumerable<string> arguments, string? input = null, CancellationToken cancellationToken = default)
    {
        environment.Require();
        // hack/cluster takes the home of kubectl from the environment, since all arguments are kubectl's.
        return Command.OutputAsync("env", [$"LOG_OPERATOR_CLUSTER_HOME={home}", Hack, "kubectl", .. arguments], input, cancellationToken);
    }

    /// <summary>Server-side apply of the manifests in <paramref name="yaml"/>.</summary>
    public Task<string> ApplyAsync(string yaml, CancellationToken cancellationToken = default) =>
        KubectlAsync(["apply", "--server-side", "--force-conflicts", "-f", "-"], yaml, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (started)
        {
            await HackAsync(["down", "--home", home]);
        }

        fresh.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static string Hack { get; } = RepositoryRoot.File("hack", "cluster");

    private protected string Home => home;

    private static Task<CommandResult> HackAsync(IEnumerable<string> arguments) => Command.RunAsync(Hack, arguments);

    private void Read(CommandResult result) => environment = result.ExitCode == 0
        ? new(result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]), Missing: null)
        : new(null, $"no test cluster could be started: {result.Complaint}");
}
