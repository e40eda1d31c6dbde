namespace LogOperator.Cli.Running;

/// <summary>Looks at the pods' log directories of this machine.</summary>
internal static class LogDirectories
{
    /// <summary>Namespaces that have directories <c>&lt;namespace&gt;_&lt;pod&gt;_&lt;uid&gt;</c>.</summary>
    /// <param name="root">Where the file system is.</param>
    public static IEnumerable<string> Namespaces(string root)
    {
        var pods = Path.Combine(root, "var/log/pods");
        return Directory.Exists(pods)
            ? Directory.EnumerateDirectories(pods, "*_*_*").Select(d => Path.GetFileName(d).Split('_')[0]).Distinct().Order(StringComparer.Ordinal)
            : [];
    }
}
