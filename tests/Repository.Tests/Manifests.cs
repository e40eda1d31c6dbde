using System.Text;
using LogOperator.Cli.Manifests;
using LogOperator.Cli.Validation;

namespace LogOperator.Repository.Tests;

/// <summary>Has manifests judged as <c>logctl validate</c> does, in process.</summary>
internal static class Manifests
{
    /// <summary>What is wrong with the manifests in a text, one line each.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="partial">Whether sources and stores may be elsewhere.</param>
    public static IReadOnlyList<string> ErrorsIn(string yaml, bool partial) =>
        Errors(ManifestReader.Read([(ManifestInputs.StandardInput, true)], "default", () => new MemoryStream(Encoding.UTF8.GetBytes(yaml))), partial);

    /// <summary>What is wrong with a file or a directory of manifests that stands on its own, one line each.</summary>
    public static IReadOnlyList<string> ErrorsIn(string path)
    {
        var files = ManifestInputs.Resolve([path], out var problem);
        return problem is not null ? [problem] : Errors(ManifestReader.Read(files, "default", () => Stream.Null), partial: false);
    }

    private static List<string> Errors(ManifestSet set, bool partial) =>
        [.. Judge.ForCluster(set, partial).Findings.Where(f => f.Severity == FindingSeverity.Error).Select(f => f.ToString())];
}
