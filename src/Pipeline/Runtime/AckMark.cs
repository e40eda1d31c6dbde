using LogOperator.Pipeline.Runtime.Accounting;
using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Runtime;

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

    /// <summary>Bytes that are held in each file in which that changed; null while what was read before a restart is read again.</summary>
    public IReadOnlyList<(FileLedger Ledger, long Bytes)>? Held { get; init; }

    /// <summary>What became of bytes since the mark before that the branch never took.</summary>
    public required IReadOnlyList<Posting> Postings { get; init; }

    /// <inheritdoc/>
    public override bool IsFinished => true;
}
