using LogOperator.Pipeline.Buffering;

namespace LogOperator.Pipeline.Runtime.Accounting;

/// <summary>What became of bytes, at one moment: <c>size = skipped + all fates + pending</c>.</summary>
/// <param name="Size">Bytes of the files.</param>
/// <param name="Skipped">Bytes before the place where the branch began.</param>
/// <param name="Fates">Finished bytes.</param>
/// <param name="Pending">Bytes that are unread, held, queued or on the wire.</param>
/// <param name="Duplicates">Bytes that were delivered more than once, beside the equation.</param>
internal readonly record struct LedgerEntry(long Size, long Skipped, FateBytes Fates, long Pending, long Duplicates)
{
    /// <summary>Both together.</summary>
    public LedgerEntry Plus(in LedgerEntry other)
    {
        var fates = Fates.Copy();
        fates.Add(other.Fates);
        return new LedgerEntry(Size + other.Size, Skipped + other.Skipped, fates, Pending + other.Pending, Duplicates + other.Duplicates);
    }
}
