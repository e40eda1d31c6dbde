using LogOperator.Pipeline.Runtime.Reports;

namespace LogOperator.Pipeline.Tests.Runtime;

/// <summary>Says whether every byte of every file is in exactly one place, for every branch.</summary>
internal static class LedgerOracle
{
    /// <summary>Checks a report that lists all files, at any moment.</summary>
    public static void AssertCloses(HostReport report)
    {
        foreach (var file in report.Files ?? [])
        {
            AssertCloses(file.Ledger, $"{file.Pipeline} to {file.Store}, {file.Path}");
        }

        foreach (var branch in report.Branches ?? [])
        {
            AssertCloses(branch.Gone, $"{branch.Pipeline} to {branch.Store}, files that are gone");
        }

        foreach (var (pipeline, branch) in report.Pipelines.SelectMany(p => p.Branches.Select(b => (p, b))))
        {
            AssertCloses(branch.Ledger!, $"{pipeline.Namespace}/{pipeline.Name} to {branch.Store}");
        }
    }

    /// <summary>Checks one ledger.</summary>
    public static void AssertCloses(LedgerReport ledger, string what)
    {
        long[] parts =
        [
            ledger.Skipped, ledger.Acknowledged, ledger.DeadLettered, ledger.Pending, .. ledger.Filtered.Values, .. ledger.Dropped.Values, .. ledger.Lost.Values,
        ];
        Assert.True(parts.All(p => p >= 0) && parts.Sum() == ledger.Size, $"{what}: the ledger does not close: {Describe(ledger)}, off by {ledger.Size - parts.Sum()}");
    }

    private static string Describe(LedgerReport l) =>
        $"size {l.Size}, skipped {l.Skipped}, acknowledged {l.Acknowledged}, filtered {Join(l.Filtered)}, dropped {Join(l.Dropped)}, "
        + $"dead-lettered {l.DeadLettered}, pending {l.Pending}, lost {Join(l.Lost)}, duplicates {l.Duplicates}";

    private static string Join(IReadOnlyDictionary<string, long> reasons) => $"{{{string.Join(", ", reasons.Select(r => $"{r.Key} {r.Value}"))}}}";
}
