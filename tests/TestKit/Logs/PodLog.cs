using System.Globalization;
using System.Text;

namespace LogOperator.TestKit.Logs;

/// <summary>
/// Writes the log of one container as a container runtime and the kubelet do: CRI lines in
/// <c>&lt;root&gt;/var/log/pods/&lt;namespace&gt;_&lt;pod&gt;_&lt;uid&gt;/&lt;container&gt;/&lt;restart&gt;.log</c>, rotated by rename.
/// </summary>
public sealed class PodLog : IDisposable
{
    private readonly TimeProvider time;
    private FileStream file;
    private int rotations;

    /// <summary>Makes the directory and the first file.</summary>
    public PodLog(
        string root, string @namespace = "shop", string pod = "web-1", string uid = "0b0e3c1e-8d5c-4f43-9b0b-5c6f3b8f0a11",
        string container = "app", int restart = 0, TimeProvider? clock = null)
    {
        time = clock ?? TimeProvider.System;
        Directory = System.IO.Path.Combine(root, "var/log/pods", $"{@namespace}_{pod}_{uid}", container);
        Path = System.IO.Path.Combine(Directory, $"{restart}.log");
        System.IO.Directory.CreateDirectory(Directory);
        file = Open();
    }

    /// <summary>The container's directory.</summary>
    public string Directory { get; }

    /// <summary>The file that is written.</summary>
    public string Path { get; }

    /// <summary>Writes whole lines of standard output.</summary>
    public void Write(params IEnumerable<string> lines) => Write("stdout", 'F', lines);

    /// <summary>Writes lines.</summary>
    /// <param name="stream">stdout or stderr.</param>
    /// <param name="tag">F for a whole line, P for a part.</param>
    /// <param name="lines">The contents.</param>
    public void Write(string stream, char tag, params IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            var now = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture);
            text.Append(now).Append(' ').Append(stream).Append(' ').Append(tag).Append(' ').Append(line).Append('\n');
        }

        file.Write(Encoding.UTF8.GetBytes(text.ToString()));
        file.Flush();
    }

    /// <summary>Renames the file away and begins a new one, as the kubelet and the runtime do.</summary>
    /// <returns>The new name of the old file.</returns>
    public string Rotate()
    {
        var rotated = $"{Path}.20260102-0304{rotations++:00}";
        File.Move(Path, rotated);
        file.Dispose();
        file = Open();
        return rotated;
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private FileStream Open() => new(Path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}
