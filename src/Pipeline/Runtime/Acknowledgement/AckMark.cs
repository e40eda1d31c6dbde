using LogOperator.Pipeline.Runtime.Accounting;
using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Runtime.Acknowledgement;

/// <summary>The mark behind a branch's batches that says how far a file was read with them.</summary>
internal sealed class AckMark : AckStep
{
    /// <summary>The file.</summary>
    public required ILogFile File { get; init; }

    /// <summary>Offset in the file up to which it was read.</summary>
    public required long To { get; init; }

    /// <summary>File of the lowest line still held to be joined.</summary>
    public required ulong HeldFileId { get; init; }

    /// <summary>Offset of that line; <see cref="long.MaxValue"/> if none is held.</summary>
    public required long HeldFrom { get; init; }

    /// <summary>Where each stream goes on; null where what is held says that.</summary>
    public MarkPlaces? Places { get; init; }

    /// <summary>Bytes that are held in each file in which that changed; null while what was read before a restart is read again.</summary>
    public (FileLedger Ledger, long Bytes)[]? Held { get; init; }

    /// <summary>Whether what is held is read again, to be joined in another way: nothing behind it is finished then.</summary>
    public bool IsRejoined { get; set; }

    /// <summary>What became of bytes since the mark before that the branch never took.</summary>
    public required IReadOnlyList<Posting> Postings { get; init; }

    /// <inheritdoc/>
    public override bool IsFinished => true;

    /// <summary>The mark that says what this one and one behind it say, where all that lies between them is finished; null if none can.</summary>
    public AckMark? With(AckMark next) =>
        File != next.File || Held is not [var own] || next.Held is not [var later] || own.Ledger != later.Ledger
            ? null
            : new AckMark
            {
                File = File,
                To = next.To,
                HeldFileId = next.HeldFileId,
                HeldFrom = next.HeldFrom,
                Places = next.Places,
                Held = next.Held,
                IsRejoined = next.IsRejoined,
                Postings = [.. Postings.Concat(next.Postings).GroupBy(p => (p.FileId, p.Fate)).Select(g => g.First() with { Bytes = g.Sum(p => p.Bytes) })],
            };
}
