using System.Diagnostics;

namespace LogOperator.TestKit.Kubernetes;

/// <summary>A program that lives no longer than this process, even if this process is killed: a shell beside it waits for the end of its input and then kills it.</summary>
internal sealed class BoundProcess : IAsyncDisposable
{
    private const string Script = "log=$1; shift; \"$@\" >>\"$log\" 2>&1 & child=$!; read -r _; kill -9 $child 2>/dev/null; wait $child 2>/dev/null";
    private readonly Process shell;

    private BoundProcess(Process shell) => this.shell = shell;

    public static BoundProcess Start(string log, string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, "sh", log, program, .. arguments]) { RedirectStandardInput = true };
        return new BoundProcess(Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start"));
    }

    public async ValueTask DisposeAsync()
    {
        shell.StandardInput.Close();
        await shell.WaitForExitAsync();
        shell.Dispose();
    }
}
