using System.Diagnostics;

namespace LogOperator.Pipeline.Tests.Runtime;

/// <summary>A real mount that answers nothing: a FUSE file system that nobody serves. Whoever looks at it waits until this ends.</summary>
internal sealed class DeadMount : IAsyncDisposable
{
    private readonly string path;
    private readonly Process owner;

    private DeadMount(string path, Process owner)
    {
        this.path = path;
        this.owner = owner;
    }

    /// <summary>Mounts it on a directory.</summary>
    /// <returns>Null where this process may not mount.</returns>
    public static async Task<DeadMount?> TryMountAsync(string path)
    {
        const string Script = "exec 3<>/dev/fuse && mount -i -t fuse -o fd=3,rootmode=40000,user_id=0,group_id=0 dead \"$0\" && echo mounted && exec sleep 300";
        var start = new ProcessStartInfo("bash", ["-c", Script, path]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var owner = Process.Start(start)!;
        var mount = new DeadMount(path, owner);
        if (await owner.StandardOutput.ReadLineAsync() == "mounted")
        {
            return mount;
        }

        owner.Dispose();
        return null;
    }

    /// <summary>Whoever waits gets an error.</summary>
    public async ValueTask DisposeAsync()
    {
        using (var unmount = Process.Start("umount", ["-l", path]))
        {
            await unmount.WaitForExitAsync();
        }

        owner.Kill();
        await owner.WaitForExitAsync();
        owner.Dispose();
    }
}
