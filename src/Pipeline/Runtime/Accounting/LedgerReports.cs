using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Runtime.Reports;

namespace LogOperator.Pipeline.Runtime.Accounting;

/// <summary>Says ledgers in the words of reports.</summary>
internal static class LedgerReports
{
    private static readonly (string Kind, string Reason)[] Names =
    [
        ("acknowledged", ""),
        ("deadLettered", ""),
        ("filtered", "stage"),
        ("filtered", "source"),
        ("filtered", "unrouted"),
        ("filtered", "routedElsewhere"),
        ("dropped", "stageFailed"),
        ("dropped", "tooLong"),
        ("dropped", "rejected"),
        ("dropped", "tooLarge"),
        ("dropped", "deleted"),
        ("lost", "retention"),
        ("lost", "descriptors"),
        ("lost", "truncated"),
        ("lost", "deleted"),
        ("lost", "orphaned"),
        ("dropped", "bufferFull"),
    ];

    /// <summary>What became of bytes, and why: the reason is empty where there is only one.</summary>
    public static (string Kind, string Reason) NameOf(ByteFate fate) => Names[(int)fate];

    /// <summary>A ledger.</summary>
    public static LedgerReport Of(in LedgerEntry entry) => new()
    {
        Size = entry.Size,
        Skipped = entry.Skipped,
        Acknowledged = entry.Fates[ByteFate.Acknowledged],
        Filtered = ByReason(entry.Fates, "filtered"),
        Dropped = ByReason(entry.Fates, "dropped"),
        DeadLettered = entry.Fates[ByteFate.DeadLettered],
        Pending = entry.Pending,
        Lost = ByReason(entry.Fates, "lost"),
        Duplicates = entry.Duplicates,
    };

    /// <summary>Bytes of one kind by their reasons; what is 0 is left out.</summary>
    public static SortedDictionary<string, long> ByReason(in FateBytes fates, string kind)
    {
        var found = new SortedDictionary<string, long>(StringComparer.Ordinal);
        for (var fate = 0; fate < FateBytes.Count; fate++)
        {
            if (Names[fate].Kind == kind && fates[(ByteFate)fate] is not 0 and var bytes)
            {
                found[Names[fate].Reason] = bytes;
            }
        }

        return found;
    }
}
