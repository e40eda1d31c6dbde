using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LogOperator.Pipeline.Patterns.Programs;
using LogOperator.Pipeline.Patterns.Tree;

namespace LogOperator.Pipeline.Patterns.OnePass;

/// <summary>Follows a <see cref="OnePassTable"/>, one entry a byte; where a place repeats itself over most bytes, it leaps to the next other one.</summary>
internal sealed class OnePassMatcher : ByteMatcher
{
    /// <summary>Name of the engine.</summary>
    public const string Name = "one-pass";

    private const int LeastRepeating = 64;
    private readonly OnePassTable table;
    private readonly uint[] entries;
    private readonly byte[] symbols;
    private readonly SearchValues<byte>?[] leaps;

    private OnePassMatcher(OnePassTable table, ByteProgram program, byte[] prefix, int groupCount, IByteMatcher fallback)
        : base(fallback, groupCount, prefix, First(table))
    {
        this.table = table;
        (entries, symbols) = (table.Entries, table.Symbols);
        (NeedsUtf8, NeedsAscii) = (program.NeedsUtf8, program.NeedsAscii);
        leaps = [.. Enumerable.Range(0, entries.Length >> table.Shift).Select(Leap)];
    }

    public override string Engine => Name;

    /// <summary>Bytes that the table takes.</summary>
    public int TableBytes => entries.Length * sizeof(uint);

    /// <summary>The engine for a pattern, or null if it does not take it.</summary>
    /// <param name="tree">The pattern.</param>
    /// <param name="groupCount">Number of its groups.</param>
    /// <param name="fallback">.NET's engine with the same pattern.</param>
    public static OnePassMatcher? Create(PatternTree tree, int groupCount, IByteMatcher fallback)
    {
        var program = groupCount > MaximumGroups ? null : ByteProgram.Compile(tree);
        var table = program is null ? null : OnePassCompiler.Compile(program);
        return table is null ? null : new OnePassMatcher(table, program!, LiteralPrefix.Of(tree), groupCount, fallback);
    }

    // Only rows' starts, symbols of bytes and 'i' below the length index here, all of them inside by construction.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override bool TryAt(ReadOnlySpan<byte> text, int start, Span<GroupSpan> groups, out int reached)
    {
        Span<int> slots = stackalloc int[MaximumGroups * 2];
        Span<int> kept = stackalloc int[MaximumGroups * 2];
        slots = slots[..(groups.Length * 2)];
        slots.Fill(-1);
        ref var entry0 = ref MemoryMarshal.GetArrayDataReference(entries);
        ref var symbol0 = ref MemoryMarshal.GetArrayDataReference(symbols);
        ref var text0 = ref MemoryMarshal.GetReference(text);
        var row = (uint)StartRow(text, start);
        var (matched, matchedSlots, isKept) = (-1, 0ul, false);
        var i = start;
        while (true)
        {
            var symbol = i < text.Length ? Unsafe.Add(ref symbol0, (nuint)Unsafe.Add(ref text0, (nint)i)) : (uint)table.End;
            var entry = Unsafe.Add(ref entry0, row + symbol);
            if (entry >= 1u << 24)
            {
                (matched, matchedSlots, isKept) = (i, table.Matches[entry >> 24], false);
            }

            var target = entry & 0xFFFF;
            if (target == 0)
            {
                break;
            }

            var action = (entry >> 16) & 0xFF;
            if (action != 0)
            {
                // A match that was passed may turn out to be the last one.
                if (matched >= 0 && !isKept)
                {
                    slots.CopyTo(kept);
                    isKept = true;
                }

                Mark(slots, table.Actions[action], i);
            }

            i++;
            if (target == row && leaps[row >> table.Shift] is { } others)
            {
                var leap = text[i..].IndexOfAny(others);
                i = leap < 0 ? text.Length : i + leap;
            }

            row = target;
        }

        reached = i;
        if (matched < 0)
        {
            return false;
        }

        var last = isKept ? kept : slots;
        Mark(last, matchedSlots, matched);
        Tell(groups, last);
        return true;
    }

    private static void Mark(Span<int> slots, ulong which, int position)
    {
        for (; which != 0; which &= which - 1)
        {
            slots[BitOperations.TrailingZeroCount(which)] = position;
        }
    }

    private int StartRow(ReadOnlySpan<byte> text, int start) => table.Starts[(int)(start == 0 ? Before.Start : text[start - 1] switch
    {
        (byte)'\n' => Before.Newline,
        var b => IsWord(b) ? Before.Word : Before.Other,
    })];

    private static ByteSet? First(OnePassTable table)
    {
        var set = default(ByteSet);
        foreach (var row in table.Starts.Skip((int)Before.Newline))
        {
            if (table.CanMatchAt(row))
            {
                return null;
            }

            set |= table.LeavingBytes(row);
        }

        return set;
    }

    /// <summary>
    /// The bytes that end a place's repetition of itself, if that is worth a search: many bytes repeat it without a note of the position, and a
    /// match that is passed over on the way is found again at its end.
    /// </summary>
    private SearchValues<byte>? Leap(int number)
    {
        var row = number << table.Shift;
        if (row == 0)
        {
            return null;
        }

        var repeating = Enumerable.Range(0, 256).Where(b => (entries[row + symbols[b]] & 0xFFFFFF) == (uint)row).Select(b => (byte)b).ToArray();
        var matches = repeating.Select(b => entries[row + symbols[b]] >> 24).Distinct().ToArray();
        if (repeating.Length < LeastRepeating
            || matches.Length > 1
            || (matches[0] != 0 && entries.AsSpan(row, table.End + 1).ContainsAnyInRange(0u, (1u << 24) - 1)))
        {
            return null;
        }

        return SearchValues.Create([.. Enumerable.Range(0, 256).Select(b => (byte)b).Except(repeating)]);
    }
}
