using LogOperator.Pipeline.Patterns.Programs;
using LogOperator.Pipeline.Patterns.Tree;

namespace LogOperator.Pipeline.Patterns.OnePass;

/// <summary>Bytes that no set of a program tells apart are one symbol; the end of the text is the last symbol.</summary>
internal sealed class SymbolClasses
{
    private static readonly ByteSet NewlineBytes = ByteSet.Of('\n');
    private static readonly ByteSet WordBytes = ByteSet.Range('0', '9') | ByteSet.Range('A', 'Z') | ByteSet.Range('a', 'z') | ByteSet.Of('_');

    public SymbolClasses(ByteProgram program)
    {
        foreach (var set in program.TellsCharacters ? program.Sets.Append(NewlineBytes).Append(WordBytes) : program.Sets)
        {
            Split(set);
        }
    }

    /// <summary>The symbol of each byte.</summary>
    public byte[] OfByte { get; } = new byte[256];

    /// <summary>Symbol of the end; also the number of symbols of bytes.</summary>
    public int End { get; private set; } = 1;

    /// <summary>Every symbol.</summary>
    public ByteSet All => ByteSet.Range(0, End);

    /// <summary>Symbols before which a line ends.</summary>
    public ByteSet LineEnd => Symbols(NewlineBytes) | ByteSet.Of(End);

    /// <summary>Symbols of word characters.</summary>
    public ByteSet Word => Symbols(WordBytes);

    /// <summary>The symbols of bytes that form one or more classes.</summary>
    public ByteSet Symbols(ByteSet bytes)
    {
        var symbols = default(ByteSet);
        for (var b = 0; b < 256; b++)
        {
            symbols |= bytes.Contains(b) ? ByteSet.Of(OfByte[b]) : default;
        }

        return symbols;
    }

    /// <summary>What stands behind a byte of a symbol.</summary>
    public Before After(int symbol)
    {
        var sample = Array.IndexOf(OfByte, (byte)symbol);
        return NewlineBytes.Contains(sample) ? Before.Newline : WordBytes.Contains(sample) ? Before.Word : Before.Other;
    }

    private void Split(ByteSet set)
    {
        Span<int> members = stackalloc int[256];
        Span<int> inside = stackalloc int[256];
        Span<int> renamed = stackalloc int[256];
        members.Clear();
        inside.Clear();
        renamed.Clear();
        for (var b = 0; b < 256; b++)
        {
            members[OfByte[b]]++;
            inside[OfByte[b]] += set.Contains(b) ? 1 : 0;
        }

        for (int symbol = 0, known = End; symbol < known && End <= 255; symbol++)
        {
            renamed[symbol] = inside[symbol] > 0 && inside[symbol] < members[symbol] ? End++ : 0;
        }

        for (var b = 0; b < 256; b++)
        {
            var symbol = OfByte[b];
            OfByte[b] = set.Contains(b) && renamed[symbol] > 0 ? (byte)renamed[symbol] : symbol;
        }
    }
}
