using System.Text.Unicode;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Encoders;

/// <summary>
/// Finds out which of a record's attributes are written, so that no name appears twice: of several with the same name the last one.
/// Names that are not UTF-8 are compared as they are written. Used by one thread at a time.
/// </summary>
internal sealed class NameSet : IDisposable
{
    private const int PairwiseLimit = 16;
    private readonly EncodeBuffer repaired = new();
    private (int Start, int Length)[] names = [];
    private int[] table = [];
    private bool[] hidden = [];

    /// <summary>Looks at a record's names. The answers hold until the next call.</summary>
    /// <returns>Whether all of them are distinct, which is the rule.</returns>
    public bool Load(Record record)
    {
        var count = record.AttributeCount;
        var sound = true;
        for (var i = 0; i < count && sound; i++)
        {
            sound = Utf8.IsValid(record.KeyAt(i));
        }

        if (sound && count <= PairwiseLimit)
        {
            return ArePairwiseDistinct(record, count) || FindHidden(record, count);
        }

        return FindHidden(record, count);
    }

    /// <summary>Whether a later attribute has the same name. Only to be asked where <see cref="Load"/> said no.</summary>
    public bool IsHidden(int position) => hidden[position];

    public void Dispose() => repaired.Dispose();

    private static bool ArePairwiseDistinct(Record record, int count)
    {
        for (var i = 1; i < count; i++)
        {
            var key = record.KeyAt(i);
            for (var j = 0; j < i; j++)
            {
                if (record.KeyAt(j).SequenceEqual(key))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool FindHidden(Record record, int count)
    {
        if (hidden.Length < count)
        {
            hidden = new bool[count * 2];
            names = new (int, int)[count * 2];
        }

        var slots = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(count * 2, 16));
        if (table.Length < slots)
        {
            table = new int[slots];
        }

        table.AsSpan(0, slots).Clear();
        repaired.Clear();
        var distinct = true;
        for (var i = count - 1; i >= 0; i--)
        {
            var start = repaired.Length;
            JsonEscaper.CopyChecked(record.KeyAt(i), repaired);
            names[i] = (start, repaired.Length - start);
            hidden[i] = !Insert(i, slots);
            distinct &= !hidden[i];
        }

        return distinct;
    }

    private bool Insert(int position, int slots)
    {
        var name = NameAt(position);
        var hash = new HashCode();
        hash.AddBytes(name);
        for (var slot = hash.ToHashCode() & (slots - 1); ; slot = (slot + 1) & (slots - 1))
        {
            ref var entry = ref table[slot];
            if (entry == 0)
            {
                entry = position + 1;
                return true;
            }

            if (NameAt(entry - 1).SequenceEqual(name))
            {
                return false;
            }
        }
    }

    private ReadOnlySpan<byte> NameAt(int position) => repaired.Written.Slice(names[position].Start, names[position].Length);
}
