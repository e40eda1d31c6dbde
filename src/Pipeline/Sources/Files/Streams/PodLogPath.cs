using System.Globalization;

namespace LogOperator.Pipeline.Sources.Files.Streams;

/// <summary>
/// What the path of a container's log tells:
/// <c>&lt;namespace&gt;_&lt;pod&gt;_&lt;uid&gt;/&lt;container&gt;/&lt;restart&gt;.log</c> (kubelet, pkg/kubelet/kuberuntime/logs).
/// </summary>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Pod">The pod's name.</param>
/// <param name="Uid">Its uid; of a static pod, the hash of its configuration.</param>
/// <param name="Container">The container's name.</param>
/// <param name="Restart">How often the container was restarted before.</param>
internal sealed record PodLogPath(string Namespace, string Pod, string Uid, string Container, int Restart)
{
    /// <summary>Key of the stream.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"pods/{Uid}/{Container}/{Restart}");

    /// <summary>Takes a path apart.</summary>
    /// <param name="directory">The container's directory.</param>
    /// <param name="stem">Name of the file before rotation.</param>
    /// <param name="names">Names that many paths have in common.</param>
    /// <returns>Null where the names have another form.</returns>
    public static PodLogPath? TryParse(string directory, string stem, NamePool names)
    {
        var container = Path.GetFileName(directory);
        var pod = Path.GetFileName(Path.GetDirectoryName(directory) ?? "").Split('_');
        return pod is [{ Length: > 0 } ns, { Length: > 0 } name, { Length: > 0 } uid] && container.Length > 0
            && stem.EndsWith(".log", StringComparison.Ordinal)
            && int.TryParse(stem.AsSpan(0, stem.Length - 4), NumberStyles.None, CultureInfo.InvariantCulture, out var restart)
            ? new PodLogPath(names.Share(ns), name, uid, names.Share(container), restart)
            : null;
    }
}
