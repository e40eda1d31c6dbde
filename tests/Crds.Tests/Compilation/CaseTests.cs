using LogOperator.Crds.Compilation;

namespace LogOperator.Crds.Tests.Compilation;

/// <summary>Golden cases: a folder with input.yaml, and before.yaml where something was published before, and what comes out.</summary>
public sealed class CaseTests
{
    public static TheoryData<string> Cases => [.. Directory.EnumerateDirectories(Golden.Beside("Cases")).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Case_compiles_to_what_is_committed(string name)
    {
        var folder = Golden.Beside($"Cases/{name}");

        var result = ConfigCompiler.Compile(Snapshot(folder));

        Golden.Verify(Path.Combine(folder, "agent-config.json"), ResultText.Config(result));
        Golden.Verify(Path.Combine(folder, "verdicts.json"), ResultText.Verdicts(result));
    }

    internal static ClusterSnapshot Snapshot(string folder)
    {
        var snapshot = SnapshotFile.Read(Path.Combine(folder, "input.yaml"));
        var before = Path.Combine(folder, "before.yaml");
        return File.Exists(before)
            ? snapshot with { Published = ConfigCompiler.Compile(SnapshotFile.Read(before) with { Now = SnapshotFile.Now.AddDays(-1) }).Config }
            : snapshot;
    }
}
