using LogOperator.TestKit;

namespace LogOperator.Repository.Tests;

/// <summary>The files of the checkout, without what was built from them.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] Built = ["bin", "obj", "artifacts", ".git", ".vs", ".idea", "TestResults"];

    /// <summary>Paths relative to the checkout, in order.</summary>
    /// <param name="pattern">Pattern of the name.</param>
    public static IEnumerable<string> Of(string pattern = "*") => Below(RepositoryRoot.Path, pattern)
        .Select(file => Path.GetRelativePath(RepositoryRoot.Path, file))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Below(string directory, string pattern) => Directory.EnumerateFiles(directory, pattern)
        .Concat(Directory.EnumerateDirectories(directory).Where(child => !IsBuilt(child)).SelectMany(child => Below(child, pattern)))
        .Where(file => !IsBuilt(file));

    private static bool IsBuilt(string path) => Built.Contains(Path.GetFileName(path));
}
