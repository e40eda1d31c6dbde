namespace LogOperator.Cli.Manifests;

/// <summary>Resolves what the user gave with <c>-f</c> to files.</summary>
internal static class ManifestInputs
{
    /// <summary>Stands for standard input.</summary>
    public const string StandardInput = "-";

    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>The files, in the order given, those of a directory by name.</summary>
    /// <param name="given">Files, directories, <c>-</c>.</param>
    /// <param name="problem">What cannot be found; null if all can.</param>
    public static IReadOnlyList<(string Path, bool Named)> Resolve(IEnumerable<string> given, out string? problem)
    {
        var files = new List<(string Path, bool Named)>();
        problem = null;
        foreach (var path in given)
        {
            if (path == StandardInput || (File.Exists(path) && !Directory.Exists(path)))
            {
                files.Add((path, true));
            }
            else if (Directory.Exists(path))
            {
                var found = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                    .Where(f => Extensions.Contains(Path.GetExtension(f)))
                    .Order(StringComparer.Ordinal)
                    .Select(f => (f, false))
                    .ToList();
                if (found.Count == 0)
                {
                    problem ??= $"-f {path}: expected files *.yaml, *.yml or *.json in the directory, found none";
                }

                files.AddRange(found);
            }
            else
            {
                problem ??= $"-f {path}: expected a file, a directory or -, found nothing";
            }
        }

        return files;
    }
}
