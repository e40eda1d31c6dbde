using System.Buffers.Binary;
using System.Text;

namespace LogOperator.Pipeline.Sources.Files.Identity;

/// <summary>
/// How a file begins: what its id is made of, and what tells a reader that the file was truncated and written anew.
/// </summary>
internal sealed class FileHead
{
    /// <summary>Bytes of the first line that count.</summary>
    public const int MaxLength = 1024;

    /// <summary>Bytes that are compared on each read.</summary>
    public const int CheckedLength = 128;

    // Of what is compared only a hash is kept, which nobody outside of the process can make another beginning for.
    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64();
    private readonly ulong beginning;

    private FileHead(ulong hash, ReadOnlySpan<byte> beginning)
    {
        Hash = hash;
        BeginningLength = beginning.Length;
        this.beginning = XxHash64.Hash(beginning, Seed);
    }

    /// <summary>Hash of the stream's key and the first complete line, at most 1 KiB of it.</summary>
    public ulong Hash { get; }

    /// <summary>Hash of the line alone, to find copies of a file.</summary>
    public required ulong LineHash { get; init; }

    /// <summary>Number of bytes that <see cref="Matches"/> wants to see.</summary>
    public int BeginningLength { get; }

    /// <summary>Takes the head of a file.</summary>
    /// <param name="key">Key of the stream that the file belongs to.</param>
    /// <param name="bytes">The file's first bytes, <see cref="MaxLength"/> of them if there are so many.</param>
    /// <param name="final">Whether no more bytes will come, so that an unfinished line counts.</param>
    /// <returns>Null as long as the first line is not complete.</returns>
    public static FileHead? Of(string key, ReadOnlySpan<byte> bytes, bool final)
    {
        bytes = bytes.Length > MaxLength ? bytes[..MaxLength] : bytes;
        var end = bytes.IndexOf((byte)'\n');
        if (bytes.IsEmpty || (end < 0 && bytes.Length < MaxLength && !final))
        {
            return null;
        }

        var line = end < 0 ? bytes : bytes[..end];
        var name = Encoding.UTF8.GetBytes(key);
        var all = new byte[name.Length + 1 + line.Length];
        name.CopyTo(all, 0);
        line.CopyTo(all.AsSpan(name.Length + 1));
        var known = end < 0 ? line : bytes[..(end + 1)];
        return new FileHead(XxHash64.Hash(all, 0), known[..Math.Min(known.Length, CheckedLength)])
        {
            LineHash = XxHash64.Hash(line, 0),
        };
    }

    /// <summary>The id of the file with this head that has a number among those that share it.</summary>
    /// <param name="ordinal">0 for the first; generations after truncation and files with equal heads count on.</param>
    public ulong IdOf(int ordinal)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Hash);
        return ordinal == 0 ? Hash : XxHash64.Hash(bytes, (ulong)ordinal);
    }

    /// <summary>Whether a file still begins as it did.</summary>
    public bool Matches(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= BeginningLength && XxHash64.Hash(bytes[..BeginningLength], Seed) == beginning;
}
