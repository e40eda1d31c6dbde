using System.Diagnostics;
using LogOperator.TestKit;
using LogOperator.TestKit.Parts;

namespace LogOperator.Repository.Tests.TestKit;

/// <summary>What <c>hack/cluster up</c> does where the node of another directory is on the machine. The steps that touch the machine itself are left out.</summary>
public sealed class OtherNodeTests : IDisposable
{
    private readonly TempDirectory temp = new();
    private readonly string other;

    public OtherNodeTests()
    {
        other = temp.File("other");
        Directory.CreateDirectory(Path.Combine(other, "run"));
        File.WriteAllText(Path.Combine(other, "mode"), "yes\n");
        File.WriteAllText(temp.File("owner"), other + "\n");
    }

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task A_node_whose_kubelet_was_killed_is_removed()
    {
        using (var kubelet = StartKubelet())
        {
            kubelet.Kill();
            await kubelet.WaitForExitAsync();
        }

        Assert.Contains($"removed {other}\n", (await UpAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_whose_kubelet_runs_is_left_alone_and_named()
    {
        using var kubelet = StartKubelet();

        var up = await UpAsync();
        kubelet.Kill();

        Assert.DoesNotContain("removed", up.Output, StringComparison.Ordinal);
        Assert.NotEqual(0, up.ExitCode);
        Assert.Contains($"hack/cluster down --home {other}", up.Error, StringComparison.Ordinal);
    }

    private Process StartKubelet()
    {
        var process = Process.Start("bash", ["-c", "exec -a \"$0\" sleep 60", other]);
        File.WriteAllText(Path.Combine(other, "run", "kubelet.pid"), $"{process.Id}\n");
        return process;
    }

    private Task<CommandResult> UpAsync() => Command.RunAsync(
        "bash",
        [
            "-c",
            """
            set -euo pipefail
            here=$1 home=$2
            source "$here/lib/say.sh"
            source "$here/cluster.d/machine.sh"
            node_owner=$3
            machine_down() { echo "removed $home"; rm -r "$home"; }
            remove_dead_node
            refuse_other_node
            """,
            "up", RepositoryRoot.File("hack"), temp.File("mine"), temp.File("owner"),
        ]);
}
