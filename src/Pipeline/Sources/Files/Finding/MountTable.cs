namespace LogOperator.Pipeline.Sources.Files.Finding;

/// <summary>Which mounts may cease to answer, by the kernel's table: none of them is touched to find out.</summary>
internal static class MountTable
{
    private const string Table = "/proc/self/mountinfo";

    /// <summary>Mount points of file systems that another machine or process serves.</summary>
    public static IReadOnlyList<string> Remote()
    {
        try
        {
            return RemoteOf(File.ReadLines(Table));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without the table every file is looked at by the same thread.
            return [];
        }
    }

    /// <summary>As <see cref="Remote"/>, of the table's lines (proc_pid_mountinfo(5)).</summary>
    public static IReadOnlyList<string> RemoteOf(IEnumerable<string> lines)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var fields = line.Split(' ');
            var dash = Array.IndexOf(fields, "-");
            if (dash >= 6 && dash + 1 < fields.Length && IsRemote(fields[dash + 1]))
            {
                found.Add(Unescape(fields[4]));
            }
        }

        return [.. found];
    }

    private static bool IsRemote(string type) => type
        is "nfs" or "nfs4" or "cifs" or "smb3" or "smbfs" or "9p" or "virtiofs" or "ceph" or "afs" or "lustre" or "beegfs" or "gpfs" or "ocfs2" or "gfs2" or "glusterfs" or "fuse"
        || type.StartsWith("fuse.", StringComparison.Ordinal);

    private static string Unescape(string path) =>
        path.Replace("\\040", " ", StringComparison.Ordinal).Replace("\\011", "\t", StringComparison.Ordinal)
            .Replace("\\012", "\n", StringComparison.Ordinal).Replace("\\134", "\\", StringComparison.Ordinal);
}
