using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Processors.Parse;

/// <summary>What a parser found in one text, as places in it; kept between texts as scratch memory.</summary>
public sealed class ParsedFields
{
    /// <summary>Most fields of a text; one that has more is not in the format.</summary>
    public const int Maximum = 1024;

    private ParsedField[] fields = new ParsedField[64];
    private ulong[] hashes = new ulong[64];
    private ulong seen;

    /// <summary>Number of fields.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a name has escapes, so that names can be equal that differ as bytes.</summary>
    internal bool HasEscapedKeys { get; private set; }

    /// <summary>Whether the text is a JSON object of which these are the members; its parser says so.</summary>
    internal bool AreOfJson { get; set; }

    /// <summary>The fields, in the order in which their names came first.</summary>
    internal ReadOnlySpan<ParsedField> Fields => fields.AsSpan(0, Count);

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        Count = 0;
        HasEscapedKeys = false;
        AreOfJson = false;
        seen = 0;
    }

    /// <summary>Adds a field; of two with the same name the last counts.</summary>
    /// <param name="text">The text.</param>
    /// <param name="keyStart">First byte of the name.</param>
    /// <param name="keyLength">Its length.</param>
    /// <param name="keyEscaped">Whether it has JSON escapes.</param>
    /// <param name="kind">How to read the value.</param>
    /// <param name="valueStart">First byte of the value.</param>
    /// <param name="valueLength">Its length.</param>
    /// <returns>False if there are too many.</returns>
    public bool Add(ReadOnlySpan<byte> text, int keyStart, int keyLength, bool keyEscaped, ValueKind kind, int valueStart, int valueLength)
    {
        var key = text.Slice(keyStart, keyLength);
        var hash = Hash(key);

        // One bit of 64 for each name so far: most names are found to be new without a look at the others.
        var bit = 1UL << (int)((hash * 0x9E3779B97F4A7C15) >> 58);
        var index = (seen & bit) == 0 ? -1 : IndexOf(text, key, hash);
        seen |= bit;
        if (index < 0)
        {
            if (Count == fields.Length && !Grow())
            {
                return false;
            }

            index = Count++;
            hashes[index] = hash;
        }

        HasEscapedKeys |= keyEscaped;
        ref var field = ref fields[index];
        field.Name = null;
        field.KeyStart = keyStart;
        field.KeyLength = keyEscaped ? ~keyLength : keyLength;
        field.ValueStart = valueStart;
        field.ValueLength = valueLength;
        field.Kind = kind;
        return true;
    }

    /// <summary>Adds a text field whose name the parser knows beforehand and gives once.</summary>
    internal void Add(Constant name, int valueStart, int valueLength)
    {
        if (Count < fields.Length || Grow())
        {
            fields[Count++] = new ParsedField { Name = name, ValueStart = valueStart, ValueLength = valueLength, Kind = ValueKind.Text };
        }
    }

    private int IndexOf(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key, ulong hash)
    {
        for (var from = 0; ; from++)
        {
            var next = hashes.AsSpan(from, Count - from).IndexOf(hash);
            if (next < 0)
            {
                return -1;
            }

            from += next;
            ref var field = ref fields[from];
            var length = field.KeyLength < 0 ? ~field.KeyLength : field.KeyLength;
            if (text.Slice(field.KeyStart, length).SequenceEqual(key))
            {
                return from;
            }
        }
    }

    // Length, first and last eight bytes: enough to tell names of one record apart; equal hashes are compared.
    private static ulong Hash(ReadOnlySpan<byte> key)
    {
        ref var start = ref MemoryMarshal.GetReference(key);
        var length = key.Length;
        ulong hash;
        if (length >= 8)
        {
            hash = Unsafe.ReadUnaligned<ulong>(ref start) ^ (Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, length - 8)) * 0x9E3779B97F4A7C15);
        }
        else if (length >= 4)
        {
            hash = Unsafe.ReadUnaligned<uint>(ref start) | ((ulong)Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, length - 4)) << 32);
        }
        else
        {
            hash = length == 0 ? 0 : start | ((ulong)Unsafe.Add(ref start, length >> 1) << 8) | ((ulong)Unsafe.Add(ref start, length - 1) << 16);
        }

        return hash ^ ((ulong)length << 56);
    }

    private bool Grow()
    {
        if (fields.Length >= Maximum)
        {
            return false;
        }

        Array.Resize(ref fields, fields.Length * 2);
        Array.Resize(ref hashes, hashes.Length * 2);
        return true;
    }
}
