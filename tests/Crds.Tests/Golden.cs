using System.Runtime.CompilerServices;
using LogOperator.TestKit;

namespace LogOperator.Crds.Tests;

/// <summary>Compares what is generated with what is committed; <c>UPDATE_GOLDEN=1</c> writes it instead.</summary>
internal static class Golden
{
    public static string Repository => RepositoryRoot.Path;

    public static bool Update { get; } = Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1";

    /// <summary>The folder of the test's own source file.</summary>
    public static string Beside(string name, [CallerFilePath] string? caller = null)
    {
        // Paths in the program are mapped in deterministic builds, so only what lies below the repository counts.
        var index = caller!.LastIndexOf("/tests/", StringComparison.Ordinal);
        return Path.Combine(Repository, Path.GetDirectoryName(caller[(index + 1)..])!, name);
    }

    public static void Verify(string path, string actual)
    {
        if (Update)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), $"{Path.GetRelativePath(Repository, path)} is missing; UPDATE_GOLDEN=1 writes it");
        Assert.Equal(File.ReadAllText(path), actual, ignoreLineEndingDifferences: false);
    }
}
