using LogOperator.Pipeline.Patterns.Tree;

namespace LogOperator.Pipeline.Patterns.OnePass;

/// <summary>
/// The automaton as a table. A row is a place in the pattern; its entry for a symbol says where the symbol leads (bits 0–15, start of a row;
/// 0 is nowhere), which slots take the position on the way (bits 16–23, index into <see cref="Actions"/>), and whether the text matches up
/// to here (bits 24–31, index into <see cref="Matches"/> of the slots that take the position then; 0 is no match). What is less preferred
/// than the match is not in the table.
/// </summary>
internal sealed class OnePassTable
{
    /// <summary>Most entries, so that a row's start fits into 16 bits: 256 KiB.</summary>
    public const int MaximumEntries = 0x10000;

    public required uint[] Entries { get; init; }

    /// <summary>The symbol of each byte.</summary>
    public required byte[] Symbols { get; init; }

    /// <summary>The symbol behind the last byte.</summary>
    public required int End { get; init; }

    /// <summary>Binary logarithm of the length of a row.</summary>
    public required int Shift { get; init; }

    /// <summary>Sets of slots; none at 0.</summary>
    public required ulong[] Actions { get; init; }

    /// <summary>Sets of slots; 0 is not used.</summary>
    public required ulong[] Matches { get; init; }

    /// <summary>Where matching begins, by <see cref="Before"/>.</summary>
    public required int[] Starts { get; init; }

    /// <summary>The bytes that <see cref="Entries"/> lead on from the row.</summary>
    public ByteSet LeavingBytes(int row)
    {
        var set = default(ByteSet);
        for (var b = 0; b < 256; b++)
        {
            set |= (Entries[row + Symbols[b]] & 0xFFFF) == 0 ? default : ByteSet.Of(b);
        }

        return set;
    }

    /// <summary>Whether something matches at a row without a further byte.</summary>
    public bool CanMatchAt(int row) => Entries.AsSpan(row, End + 1).ContainsAnyInRange(1u << 24, uint.MaxValue);
}
