using System.Buffers;
using System.Text;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Tests.Runtime;

/// <summary>A file of lines in memory that hands out one line at a time and fails as told.</summary>
internal sealed class FakeLogFile(ulong id, params string[] lines) : ILogFile
{
    private int retainedUnacknowledged;
    private string text = string.Concat(lines.Select(l => l + "\n"));

    public ulong Id => id;

    public string Path => $"/{id}.log";

    public long Size => Encoding.UTF8.GetByteCount(text);

    public bool IsFinished { get; set; }

    public bool WasLeft { get; set; }

    /// <summary>Whether it is certainly older than all others.</summary>
    public bool IsOldest { get; set; }

    /// <summary>Whether every access fails, as that to a file that was given up does.</summary>
    public bool IsGone { get; set; }

    /// <summary>Whether it tells who has read all of it, as a followed file does; else a reader has to come once more.</summary>
    public bool TellsItsEnd { get; init; }

    /// <summary>Called once when the end was reached.</summary>
    public Action? AtEnd { get; set; }

    /// <summary>Called before each read.</summary>
    public Action Reading { get; set; } = () => { };

    public int Retained { get; private set; }

    /// <summary>How often it was retained for what is not acknowledged, or because a cursor may not read on.</summary>
    public int RetainedUnacknowledged => Volatile.Read(ref retainedUnacknowledged);

    public bool IsOlderThan(ILogFile other) => IsOldest;

    public void Append(string line) => text += line + "\n";

    public bool IsReadUpTo(long offset) => TellsItsEnd && !IsFinished && offset == Size;

    public Chunk? Read(long offset)
    {
        Reading();
        Check();
        var rest = Encoding.UTF8.GetBytes(text).AsSpan((int)offset);
        var length = rest.IndexOf((byte)'\n') + 1;
        if (length == 0)
        {
            var action = AtEnd;
            AtEnd = null;
            action?.Invoke();
            return null;
        }

        var block = new Block(length);
        rest[..length].CopyTo(block.Span);
        var index = ArrayPool<Line>.Shared.Rent(1);
        index[0] = new Line(0, length, 0, length - 1, 0, LineFlags.None);
        return new Chunk(block, new BlockPool(1, 0), id, offset, length, index, 1);
    }

    public long LineStart(long offset)
    {
        Reading();
        Check();
        return offset;
    }

    public void Retain() => Retained++;

    public void Release() => Retained--;

    public void RetainUnacknowledged()
    {
        Retain();
        Interlocked.Increment(ref retainedUnacknowledged);
    }

    private void Check()
    {
        if (IsGone)
        {
            throw new IOException("no such file");
        }
    }
}
